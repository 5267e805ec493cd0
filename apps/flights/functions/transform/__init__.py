"""The delivery stream's transform."""
