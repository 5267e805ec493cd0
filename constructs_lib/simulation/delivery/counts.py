"""How many records went where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """The books of one delivery stream at one moment.

    `accepted == delivered + dropped + sum(failed.values()) + in_buffer` holds at every moment. A record counts as
    delivered or failed once the object that holds it is stored.

    Attributes:
        received: source records handed in.
        accepted: records to account for; de-aggregation turns one received record into several.
        delivered: records in the destination's objects.
        dropped: records that the transform, or message extraction, left out on purpose.
        failed: records in error objects, by error output type such as `processing-failed`.
        backed_up: source records in backup objects.
        objects: objects written, of data, errors and backup.
        bytes: size of those objects as stored.
        in_buffer: accepted records that have no outcome yet.
    """

    received: int
    accepted: int
    delivered: int
    dropped: int
    failed: Mapping[str, int]
    backed_up: int
    objects: int
    bytes: int
    in_buffer: int


class Tally:
    """Counts that several threads add to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()

    def add(self, **amounts: int) -> None:
        """Add to the named counts."""
        with self._lock:
            self._counts.update(amounts)

    def add_failed(self, output_type: str, records: int) -> None:
        """Add records of an error object that is stored."""
        with self._lock:
            self._failed[output_type] += records

    def snapshot(self) -> DeliveryCounts:
        """Read every count at once."""
        with self._lock:
            counts, failed = self._counts.copy(), dict(self._failed)
        settled = counts["delivered"] + counts["dropped"] + sum(failed.values())
        return DeliveryCounts(
            received=counts["received"],
            accepted=counts["accepted"],
            delivered=counts["delivered"],
            dropped=counts["dropped"],
            failed=failed,
            backed_up=counts["backed_up"],
            objects=counts["objects"],
            bytes=counts["bytes"],
            in_buffer=counts["accepted"] - settled,
        )
