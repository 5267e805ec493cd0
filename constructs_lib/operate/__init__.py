"""What talks to an account."""

from constructs_lib.operate.produce import Entry, Producer, ProducerReport, Unsent

__all__ = ["Producer", "Entry", "ProducerReport", "Unsent"]
