"""What a redrive still has to send, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from constructs_lib.operate.failures.record import FailedRecord, Kind, StreamRange, Unreadable
from constructs_lib.operate.failures.source import FailureSource
from constructs_lib.operate.redrive.journal import Journal, Position
from constructs_lib.operate.redrive.stream_range import RangeGone, StreamReader


@dataclass(frozen=True, slots=True)
class Item:
    """One document, one record of a document that names a range of a stream, or the end of such a range.

    Attributes:
        found: the document or the record; None at the end of a range.
        key: its object's key.
        reached: how far the object is through with this one.
        last: whether the object is through with it.
        problem: why the range cannot be read; empty where it can.
    """

    found: FailedRecord | Unreadable | None
    key: str
    reached: Position
    last: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Reads the documents of a source that are not through yet.

    Attributes:
        source: the failure documents.
        streams: reads records of which only the position is known.
        journal: what is through.
        only: do not read the ranges of other kinds.
    """

    source: FailureSource
    streams: StreamReader
    journal: Journal
    only: Kind | None

    def __iter__(self) -> Iterator[Item]:
        for key in self.source.objects(self._is_open):
            yield from self._of(key, self.journal.reached.get(key, Position()))

    def _is_open(self, key: str) -> bool:
        """Whether something of an object is not through; lets go of one that is, and was not let go of before."""
        if key in self.journal.settled:
            self.source.settle([key])
        return key not in self.journal.finished

    def _of(self, key: str, through: Position) -> Iterator[Item]:
        found = self.source.read(key)
        after = through.sequence_number
        for number, one in enumerate(found[through.documents :], start=through.documents + 1):
            last = number == len(found)
            if isinstance(one, FailedRecord) and isinstance(one.content, StreamRange) and self.only in (None, one.kind):
                yield from self._records(one, one.content, after, Item(None, key, Position(number), last))
            else:
                yield Item(one, key, Position(number), last)
            after = ""

    def _records(self, document: FailedRecord, lost: StreamRange, after: str, end: Item) -> Iterator[Item]:
        before = end.reached.documents - 1
        try:
            for record in self.streams.read(lost, after):
                place = replace(document.place, item=f"{lost.shard_id} {record.sequence_number}", id="")
                found = replace(document, place=place, content=record.payload)
                yield Item(found, end.key, Position(before, record.sequence_number))
        except RangeGone as reason:
            yield replace(end, found=document, problem=str(reason))
        else:
            yield end
