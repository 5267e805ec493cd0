"""What became of the records of a redrive."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Totals:
    """Numbers that add up: `read = sent + skipped + failed + unreadable`.

    Attributes:
        read: failure documents looked at; a batch that is only known by its position counts once.
        sent: records that the target has taken.
        failed: records that failed again.
        unreadable: what is no failure document.
        skipped: left out on purpose, by reason.
    """

    read: int = 0
    sent: int = 0
    failed: int = 0
    unreadable: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def add_up(self) -> bool:
        """Whether every record read is accounted for."""
        return self.read == self.sent + self.failed + self.unreadable + self.skipped.total()

    def add(self, other: Totals) -> None:
        """Take over the numbers of a further batch."""
        self.read += other.read
        self.sent += other.sent
        self.failed += other.failed
        self.unreadable += other.unreadable
        self.skipped.update(other.skipped)

    def document(self) -> dict[str, Any]:
        """Write them as JSON."""
        return {
            "read": self.read,
            "sent": self.sent,
            "failed": self.failed,
            "unreadable": self.unreadable,
            "skipped": dict(self.skipped),
        }

    @classmethod
    def of(cls, document: dict[str, Any]) -> Totals:
        """Read what `document` wrote."""
        numbers = {name: int(document[name]) for name in ("read", "sent", "failed", "unreadable")}
        return cls(**numbers, skipped=Counter(document["skipped"]))
