"""How many bytes a transform's answer may still grow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

ENVELOPE_BYTES = len('{"records": []}')
SEPARATOR_BYTES = len(", ")


class ResponseBudget:
    """Keeps a response inside the limit of a synchronous invocation.

    Room for the smallest answer to every record is set aside first, so that refusing a record always fits.
    Sizes are those of `json.dumps` with its default separators and ASCII escapes, the longest form that Lambda's Python
    runtime writes.
    """

    def __init__(self, limit_bytes: int, smallest: Iterable[Mapping[str, Any]]) -> None:
        self._limit = limit_bytes
        self._left = limit_bytes - ENVELOPE_BYTES - sum(entry_bytes(entry) for entry in smallest)

    def admits(self, entry: Mapping[str, Any], instead_of: Mapping[str, Any]) -> bool:
        """Take the room that an entry needs beyond the smallest answer to the same record.

        Returns:
            False where it does not fit; nothing is taken then.
        """
        growth = entry_bytes(entry) - entry_bytes(instead_of)
        if growth > self._left:
            return False
        self._left -= growth
        return True

    def could_admit(self, entry: Mapping[str, Any]) -> bool:
        """Whether the entry fits into a response that holds nothing else."""
        return ENVELOPE_BYTES + entry_bytes(entry) <= self._limit


def entry_bytes(entry: Mapping[str, Any]) -> int:
    """Measure one entry of the response.

    Args:
        entry: `data`, where present, is base64 text and so needs no escapes.
    """
    data = entry.get("data", "")
    return len(json.dumps({**entry, "data": ""} if data else entry)) + len(data) + SEPARATOR_BYTES
