"""Relations of channels."""
