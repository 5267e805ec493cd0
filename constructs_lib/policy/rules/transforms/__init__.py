"""Relations of transforms."""
