"""A sender for a redrive that only shows what it would do."""

from __future__ import annotations

from collections.abc import Iterable

from constructs_lib.operate.entry import Entry
from constructs_lib.operate.produce import ProducerReport


class DryRun:
    """Takes every record and sends none."""

    def send(self, entries: Iterable[Entry], /) -> ProducerReport:
        """Count the records."""
        return ProducerReport(sent=sum(1 for _ in entries))
