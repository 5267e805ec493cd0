"""Relations of consumers."""
