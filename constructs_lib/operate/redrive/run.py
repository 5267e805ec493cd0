"""Send failed records again, batch after batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from constructs_lib.limits import limit
from constructs_lib.operate.entry import Entry
from constructs_lib.operate.errors import refused
from constructs_lib.operate.failures.formats.kept import kept_line
from constructs_lib.operate.failures.record import FailedRecord, Kind, Payload, Unreadable
from constructs_lib.operate.failures.source import FailureSource
from constructs_lib.operate.produce import ProducerReport
from constructs_lib.operate.redrive.items import Item, Items
from constructs_lib.operate.redrive.journal import Journal, Step
from constructs_lib.operate.redrive.stream_range import StreamReader
from constructs_lib.operate.redrive.totals import Totals

BATCH_RECORDS = int(limit("kinesis-putrecords-count").high)
IN_OBJECT = "a manifest: load the objects that it names"
DROPPED = "dropped by the transform"

Transform = Callable[[bytes], bytes | None]


class Sender(Protocol):
    """A producer."""

    def send(self, entries: Iterable[Entry], /) -> ProducerReport:
        """Send records, and say which could not be sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Redrive:
    """Sends the failed records of a bucket or a queue again.

    Records that are known by their position alone are read from their stream. A record that came from a data stream
    keeps its partition key. Any other gets its record id as partition key: it is the same in each run, so that
    consumers can tell a record that was sent twice.

    Attributes:
        source: the failure documents.
        streams: reads records of which only the position is known.
        sender: puts records into the target.
        target: the target's name, for errors.
        journal: what is through.
        only: leave other kinds out.
        transform: repairs a record, or drops it with `None`.
        settle: delete the messages of a queue of which everything was sent.
        rate: records per second at most; None for as fast as the target takes them.
        progress: called with the totals after each batch.
        sleep: waits that many seconds.
        clock: reads seconds.
    """

    source: FailureSource
    streams: StreamReader
    sender: Sender
    target: str
    journal: Journal
    only: Kind | None = None
    transform: Transform | None = None
    settle: bool = True
    rate: int | None = None
    progress: Callable[[Totals], None] | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def run(self) -> Totals:
        """Go on where the journal ends, until all is through.

        Returns:
            The numbers of this run and of those that it continues.

        Raises:
            OperateError: the source cannot be read, or the target takes nothing; run again to go on.
            OSError: the journal cannot be written.
        """
        begun, paced = self.clock(), 0
        left: set[str] = set()
        for batch in self._batches():
            step = self._step(batch, left)
            self.journal.commit(step)
            if self.settle:
                self.source.settle(step.settled)
            paced += step.totals.sent
            if self.progress:
                self.progress(self.journal.totals)
            if self.rate is not None:
                self.sleep(max(0.0, begun + paced / self.rate - self.clock()))
        return self.journal.totals

    def _batches(self) -> Iterator[list[Item]]:
        """Read what is not through yet; the next batch is read while one is sent."""
        items = iter(Items(self.source, self.streams, self.journal, self.only))
        size = BATCH_RECORDS if self.rate is None else max(1, min(BATCH_RECORDS, self.rate))
        with ThreadPoolExecutor(1, "read ahead") as reader:
            batch = list(islice(items, size))
            while batch:
                following = reader.submit(lambda: list(islice(items, size)))
                yield batch
                batch = following.result()

    def _step(self, batch: Sequence[Item], left: set[str]) -> Step:
        """Send one batch.

        Args:
            batch: the items.
            left: keys of objects of which something was not sent, so far; this batch's are added.
        """
        totals, kept = Totals(), []
        entries: list[Entry] = []
        origins: dict[int, Item] = {}

        def keep(item: Item, code: str, reason: str) -> None:
            left.add(item.key)
            if item.found:
                kept.append(kept_line(item.found, code, reason))

        for item in batch:
            found = item.found
            if found is None:
                continue
            totals.read += 1
            if isinstance(found, Unreadable):
                totals.unreadable += 1
                keep(item, "Redrive.Unreadable", found.reason)
            elif item.problem:
                totals.failed += 1
                keep(item, "Redrive.NotInStream", item.problem)
            elif reason := self._skipped(found):
                totals.skipped[reason] += 1
                left.add(item.key)
            else:
                try:
                    entry = self._entry(found)
                except (Exception, SystemExit) as error:
                    totals.failed += 1
                    keep(item, "Redrive.TransformFailed", f"{type(error).__name__}: {error}")
                    continue
                if entry is None:
                    totals.skipped[DROPPED] += 1
                    continue
                origins[id(entry)] = item
                entries.append(entry)
        report = self._sent(entries)
        for unsent in report.unsent:
            totals.failed += 1
            keep(origins[id(unsent.entry)], "Redrive.NotSent", unsent.reason)
        totals.sent += report.sent
        finished = [item.key for item in batch if item.last]
        return Step(
            reached={item.key: item.reached for item in batch if not item.last},
            finished=finished,
            settled=[key for key in finished if key not in left],
            totals=totals,
            kept=kept,
        )

    def _skipped(self, record: FailedRecord) -> str:
        """Say why a record is left out; empty where it is not."""
        if self.only is not None and record.kind is not self.only:
            return f"not {self.only.value}"
        return "" if isinstance(record.content, Payload) else IN_OBJECT

    def _entry(self, record: FailedRecord) -> Entry | None:
        """Make what is sent of a record; None where the transform drops it."""
        if not isinstance(record.content, Payload):
            raise TypeError(IN_OBJECT)
        data = self._repaired(record.content.data)
        return None if data is None else Entry(data, record.content.partition_key or record.place.record_id)

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
