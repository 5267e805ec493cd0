"""Relations of delivery."""
