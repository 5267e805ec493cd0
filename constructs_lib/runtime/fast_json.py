"""JSON through orjson, for functions whose asset or layer holds it.

It is asked for and never found by chance, because it reads a few texts otherwise than Python does: an integer beyond 64
bits becomes a float, and NaN and the infinities are refused when read, and written as null.

    handler = transform(each, decode=from_fast_json, encode=to_fast_json_line)

Source: https://github.com/ijl/orjson, README of 3.13, read 2026-11-21.
"""

from __future__ import annotations

from typing import Any

import orjson

LINE = orjson.OPT_APPEND_NEWLINE


def from_fast_json(data: bytes) -> Any:
    """Read a record's bytes as JSON.

    Raises:
        ValueError: they are not JSON in UTF-8.
    """
    return orjson.loads(data)


def to_fast_json_line(value: Any) -> bytes:
    """Write a value as one line of JSON in UTF-8, newline appended.

    Raises:
        TypeError: JSON has no form for the value, or an integer needs more than 64 bits.
    """
    return orjson.dumps(value, option=LINE)
