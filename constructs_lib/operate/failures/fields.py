"""Read single members of a failure document, whatever is in them."""

from __future__ import annotations

import math
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from constructs_lib.operate.failures.record import NotThisFormat
from constructs_lib.runtime.reingestion import without_count

MOST_DIGITS = len(str(2**63))
LAST_SECOND = datetime(9999, 12, 31, tzinfo=UTC).timestamp()


def text(document: Mapping[str, Any], *names: str) -> str:
    """Read the first member that is there as text that can be written in UTF-8.

    Returns:
        Numbers are written out, lone surrogates replaced; empty where no member is there.
    """
    for name in names:
        value = document.get(name)
        if isinstance(value, str):
            return value.encode("utf-8", "replace").decode("utf-8")
        if isinstance(value, int | float):
            return str(value)
    return ""


def count(document: Mapping[str, Any], name: str) -> int | None:
    """Read a count, given as a number or as text."""
    value = text(document, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS else None


def milliseconds(document: Mapping[str, Any], *names: str) -> float | None:
    """Read the first member that is a time in epoch milliseconds, as a number or as text, as epoch seconds."""
    for name in names:
        try:
            seconds = float(text(document, name)) / 1000
        except ValueError:
            continue
        if math.isfinite(seconds) and 0 <= seconds <= LAST_SECOND:
            return seconds
    return None


def iso_time(document: Mapping[str, Any], name: str) -> float | None:
    """Read a time such as `2019-11-14T00:38:06.021Z` as epoch seconds."""
    try:
        seconds = datetime.fromisoformat(text(document, name)).timestamp()
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds <= LAST_SECOND else None


def base64_data(document: Mapping[str, Any], name: str) -> bytes:
    """Decode a member that must be there.

    Raises:
        NotThisFormat: it is missing or no base64.
    """
    value = document.get(name)
    if not isinstance(value, str):
        raise NotThisFormat(f"it has no {name}")
    try:
        return b64decode(value, validate=True)
    except ValueError:
        raise NotThisFormat(f"{name} is no base64") from None


def record_bytes(document: Mapping[str, Any], name: str) -> bytes:
    """Decode a record's own bytes, without the counter that it carried back to its source.

    Raises:
        NotThisFormat: the member is missing or no base64.
    """
    return without_count(base64_data(document, name))[0]


def required(document: Mapping[str, Any], name: str) -> str:
    """Read a text that must be there.

    Raises:
        NotThisFormat: it is missing.
    """
    value = text(document, name)
    if not value:
        raise NotThisFormat(f"it has no {name}")
    return value
