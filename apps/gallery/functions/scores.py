"""Stands for a Flink job in Python: the gallery packs it, and nothing runs it."""
