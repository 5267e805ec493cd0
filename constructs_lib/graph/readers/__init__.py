"""Readers: each makes the same graph from another kind of input."""
