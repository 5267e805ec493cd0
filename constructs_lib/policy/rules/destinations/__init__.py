"""Relations of destinations."""
