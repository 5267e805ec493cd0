"""Relations of streams."""
