"""What talks to an account."""

from constructs_lib.operate.entry import Entry, Unsent
from constructs_lib.operate.produce import Producer, ProducerReport

__all__ = ["Producer", "Entry", "ProducerReport", "Unsent"]
