"""Send failed records again, batch after batch."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from constructs_lib.limits import limit
from constructs_lib.operate.entry import Entry
from constructs_lib.operate.errors import refused
from constructs_lib.operate.failures.bucket import FailureBucket
from constructs_lib.operate.failures.record import FailedRecord, Kind, Payload, StreamRange, Unreadable
from constructs_lib.operate.produce import ProducerReport
from constructs_lib.operate.redrive.journal import Journal, Step
from constructs_lib.operate.redrive.totals import Totals

BATCH_RECORDS = int(limit("kinesis-putrecords-count").high)
IN_STREAM = "only its position is known: read it again from the stream"
IN_OBJECT = "a manifest: load the objects that it names"
DROPPED = "dropped by the transform"

Transform = Callable[[bytes], bytes | None]


class Sender(Protocol):
    """A producer."""

    def send(self, entries: Iterable[Entry], /) -> ProducerReport:
        """Send records, and say which could not be sent."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document on its way.

    Attributes:
        found: the document.
        key: its object's key.
        number: how many documents of the object are through with this one.
        last: whether it is the object's last.
    """

    found: FailedRecord | Unreadable
    key: str
    number: int
    last: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Redrive:
    """Sends the failed records of a bucket again.

    A record that came from a data stream keeps its partition key. Any other gets its record id as partition key: it is
    the same in each run, so that consumers can tell a record that was sent twice.

    Attributes:
        bucket: the failure documents.
        sender: puts records into the target.
        target: the target's name, for errors.
        journal: what is through.
        only: leave other kinds out.
        transform: repairs a record, or drops it with `None`.
        rate: records per second at most; None for as fast as the target takes them.
        progress: called with the totals after each batch.
        sleep: waits that many seconds.
        clock: reads seconds.
    """

    bucket: FailureBucket
    sender: Sender
    target: str
    journal: Journal
    only: Kind | None = None
    transform: Transform | None = None
    rate: int | None = None
    progress: Callable[[Totals], None] | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def run(self) -> Totals:
        """Go on where the journal ends, until all is through.

        Returns:
            The numbers of this run and of those that it continues.

        Raises:
            OperateError: the bucket cannot be read, or the target takes nothing; run again to go on.
            OSError: the journal cannot be written.
        """
        begun, paced = self.clock(), 0
        items = self._items()
        size = BATCH_RECORDS if self.rate is None else max(1, min(BATCH_RECORDS, self.rate))
        while batch := list(islice(items, size)):
            step = self._step(batch)
            self.journal.commit(step)
            paced += step.totals.sent
            if self.progress:
                self.progress(self.journal.totals)
            if self.rate is not None:
                self.sleep(max(0.0, begun + paced / self.rate - self.clock()))
        return self.journal.totals

    def _items(self) -> Iterator[Item]:
        """Read what is not through yet."""
        for key in self.bucket.objects():
            if key in self.journal.finished:
                continue
            through = self.journal.reached.get(key, 0)
            found = self.bucket.read(key)
            for number, one in enumerate(found[through:], start=through + 1):
                yield Item(one, key, number, number == len(found))

    def _step(self, batch: Sequence[Item]) -> Step:
        """Send one batch."""
        totals, kept = Totals(read=len(batch)), []
        entries: list[Entry] = []
        origins: dict[int, FailedRecord] = {}
        for item in batch:
            found = item.found
            if isinstance(found, Unreadable):
                totals.unreadable += 1
                kept.append(kept_line(found, "Redrive.Unreadable", found.reason))
                continue
            reason = self._skipped(found)
            if reason or not isinstance(found.content, Payload):
                totals.skipped[reason] += 1
                continue
            try:
                data = self._repaired(found.content.data)
            except Exception as error:
                totals.failed += 1
                kept.append(kept_line(found, "Redrive.TransformFailed", f"{type(error).__name__}: {error}"))
                continue
            if data is None:
                totals.skipped[DROPPED] += 1
                continue
            entry = Entry(data, found.content.partition_key or found.place.record_id)
            origins[id(entry)] = found
            entries.append(entry)
        report = self._sent(entries)
        for unsent in report.unsent:
            totals.failed += 1
            kept.append(kept_line(origins[id(unsent.entry)], "Redrive.NotSent", unsent.reason))
        totals.sent += report.sent
        return Step(
            reached={item.key: item.number for item in batch if not item.last},
            finished=[item.key for item in batch if item.last],
            totals=totals,
            kept=kept,
        )

    def _skipped(self, record: FailedRecord) -> str:
        """Say why a record is left out; empty where it is not."""
        if self.only is not None and record.kind is not self.only:
            return f"not {self.only.value}"
        if isinstance(record.content, StreamRange):
            return IN_STREAM
        return "" if isinstance(record.content, Payload) else IN_OBJECT

    def _repaired(self, data: bytes) -> bytes | None:
        """Transform a record.

        Raises:
            TypeError: the transform returned something else than bytes or None.
        """
        if self.transform is None:
            return data
        repaired: object = self.transform(data)
        if repaired is None or isinstance(repaired, bytes):
            return repaired
        raise TypeError(f"transform must return bytes or None, got {type(repaired).__name__}")

    def _sent(self, entries: Sequence[Entry]) -> ProducerReport:
        """Send the records of a batch."""
        try:
            return self.sender.send(entries) if entries else ProducerReport()
        except (BotoCoreError, ClientError) as error:
            raise refused(error, f"send to {self.target}") from error


def kept_line(found: FailedRecord | Unreadable, code: str, reason: str) -> bytes:
    """Write a document that could not be sent as an error line that can be read again."""
    if isinstance(found, Unreadable):
        raw = found.raw
    else:
        raw = found.content.data if isinstance(found.content, Payload) else b""
    document = {
        "rawData": b64encode(raw).decode("ascii"),
        "errorCode": code,
        "errorMessage": reason,
        "place": str(found.place),
        "recordId": found.place.record_id,
    }
    return json.dumps(document, separators=(",", ":")).encode()
