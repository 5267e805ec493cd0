"""Relations of conversion."""
