"""How many bytes a transform's answer may still grow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring_ascii as quoted
from operator import itemgetter
from typing import Any

from constructs_lib.runtime.record_answer import FAILED, OK

ENVELOPE_BYTES = len('{"records": []}')
SEPARATOR_BYTES = len(", ")
QUOTES_BYTES = len('""')


def frame_bytes(fields: Mapping[str, Any]) -> int:
    """Measure what surrounds the texts of an entry, given with every text empty."""
    return len(json.dumps(fields))


REFUSAL_BYTES = frame_bytes({"recordId": "", "result": FAILED}) - QUOTES_BYTES + SEPARATOR_BYTES
DELIVERY_GROWTH = frame_bytes({"result": OK, "data": ""}) - frame_bytes({"result": FAILED})
KEYS_BYTES = frame_bytes({"metadata": {"partitionKeys": {}}}) - len("{}")
PAIR_BYTES = len(": ") + SEPARATOR_BYTES


class ResponseBudget:
    """Keeps a response inside the limit of a synchronous invocation.

    Room for the smallest answer to every record is set aside first, so that refusing a record always fits.
    Sizes are those of `json.dumps` with its default separators and ASCII escapes, the longest form that Lambda's Python
    runtime writes.
    """

    def __init__(self, limit_bytes: int, records: Sequence[Mapping[str, Any]]) -> None:
        """Set aside what it takes to refuse every record.

        Args:
            limit_bytes: of the whole response.
            records: those of the event, each with its `recordId`.
        """
        self._limit = limit_bytes
        ids = len(quoted("".join(map(itemgetter("recordId"), records)))) - QUOTES_BYTES
        self._left = limit_bytes - ENVELOPE_BYTES - ids - (REFUSAL_BYTES + QUOTES_BYTES) * len(records)

    def admits(self, entry: Mapping[str, Any]) -> bool:
        """Take the room that a delivered record needs beyond its refusal.

        Returns:
            False where it does not fit; nothing is taken then.
        """
        growth = growth_bytes(entry)
        if growth > self._left:
            return False
        self._left -= growth
        return True

    def could_admit(self, entry: Mapping[str, Any]) -> bool:
        """Whether the entry fits into a response that holds nothing else."""
        return ENVELOPE_BYTES + refusal_bytes(entry) + growth_bytes(entry) <= self._limit


def refusal_bytes(record: Mapping[str, Any]) -> int:
    """Measure the refusal of a record, with the separator to the next entry."""
    return REFUSAL_BYTES + len(quoted(record["recordId"]))


def growth_bytes(entry: Mapping[str, Any]) -> int:
    """Measure by how much the entry of a delivered record is longer than its refusal, without writing it.

    Args:
        entry: its `data` is base64 text and so needs no escapes.
    """
    size = DELIVERY_GROWTH + len(entry["data"])
    metadata = entry.get("metadata")
    if metadata is not None:
        size += KEYS_BYTES
        for name, key in metadata["partitionKeys"].items():
            size += len(quoted(name)) + len(quoted(key)) + PAIR_BYTES
    return size
