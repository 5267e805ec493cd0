"""Handlers of the gallery."""
