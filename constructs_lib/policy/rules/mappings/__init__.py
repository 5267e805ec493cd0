"""Relations of event source mappings."""
