"""JSON in, one line of JSON out."""

from __future__ import annotations

import json
from typing import Any


def from_json(data: bytes) -> Any:
    """Read a record's bytes as JSON.

    Raises:
        ValueError: they are not JSON in UTF-8.
    """
    return json.loads(data)


def to_json_line(value: Any) -> bytes:
    """Write a value as one line of JSON in UTF-8, newline appended, as Athena and most readers of a lake expect.

    Raises:
        TypeError: JSON has no form for the value.
        ValueError: the value contains itself, NaN or an infinity.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode() + b"\n"
