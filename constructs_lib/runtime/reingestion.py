"""Records that go back to their source, with a counter that ends the loop."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from constructs_lib.runtime.metrics import Reasons

MARK = b"\x1e"
HEADER = re.compile(MARK + rb"kinesis-constructs reingested (\d{1,3})\n")
MOST_TIMES = 3
"""How often a record goes back before it is marked failed; ours."""
TOO_OFTEN = "went back to the source too often"
NOT_TAKEN = "the source did not take it back"


@dataclass(frozen=True, slots=True)
class Returned:
    """A record on its way back to its source.

    Attributes:
        record_id: the id under which this batch answers it.
        data: the bytes to put: a header with the counter, then the source's own bytes.
        partition_key: that of the Kinesis record; None where the source is no Kinesis stream.
    """

    record_id: str
    data: bytes
    partition_key: str | None


Reingest: TypeAlias = Callable[[Sequence[Returned]], Collection[str]]
"""Puts records into their source again, and returns the `record_id` of each one that the source took."""


def with_count(data: bytes, times: int) -> bytes:
    """Put the header before a record's bytes."""
    return MARK + b"kinesis-constructs reingested %d\n" % times + data


def without_count(data: bytes) -> tuple[bytes, int]:
    """Take the header off again.

    Example:
        >>> without_count(with_count(b"{}", 2))
        (b'{}', 2)

    Returns:
        The source's own bytes, and how often they went back; 0 where there is no header.
    """
    header = HEADER.match(data) if data[:1] == MARK else None
    return (data[header.end() :], int(header[1])) if header else (data, 0)


def send_back(
    records: Sequence[Mapping[str, Any]], reingest: Reingest, most_times: int, reasons: Reasons
) -> frozenset[str]:
    """Send records of a transformation batch back to their source.

    Args:
        records: entries of the event's `records` whose data is base64.
        reingest: puts them.
        most_times: how often one record may go back.
        reasons: where to count why one does not.

    Returns:
        The ids of the records that the source took.
    """
    leaving = []
    for record in records:
        data, times = without_count(base64.b64decode(record["data"]))
        if times < most_times:
            leaving.append(Returned(record["recordId"], with_count(data, times + 1), partition_key_of(record)))
    reasons.add(TOO_OFTEN, len(records) - len(leaving))
    if not leaving:
        return frozenset()
    try:
        taken = frozenset(reingest(leaving)) & {returned.record_id for returned in leaving}
    except Exception as error:
        reasons.add_exception(error, leaving[0].record_id)
        taken = frozenset()
    reasons.add(NOT_TAKEN, len(leaving) - len(taken))
    return taken


def partition_key_of(record: Mapping[str, Any]) -> str | None:
    """Read the partition key of a record that came from a Kinesis stream."""
    key = record.get("kinesisRecordMetadata", {}).get("partitionKey")
    return key if isinstance(key, str) else None
