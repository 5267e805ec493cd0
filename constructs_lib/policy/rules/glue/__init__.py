"""Relations of Glue tables."""
