"""The books of one call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of the records of one call. `records == succeeded + filtered + discarded`.

    Attributes:
        records: how many were handed in.
        succeeded: in a batch, or the part of one, that the function processed.
        filtered: no filter admits them.
        discarded: given up and described in a failure document.
        invocations: of the function.
    """

    records: int = 0
    succeeded: int = 0
    filtered: int = 0
    discarded: int = 0
    invocations: int = 0

    def __add__(self, other: Processed) -> Processed:
        """Add up two calls."""
        return Processed(
            self.records + other.records,
            self.succeeded + other.succeeded,
            self.filtered + other.filtered,
            self.discarded + other.discarded,
            self.invocations + other.invocations,
        )
