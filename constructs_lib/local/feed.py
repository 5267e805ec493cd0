"""Read records from a file: JSON lines, CSV or plain lines."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "-"
SUFFIXES = {".csv": "csv", ".txt": "text", ".log": "text"}


class Format(StrEnum):
    """How a file holds its records."""

    JSON = "json"
    """One JSON document on each line; sent as it stands."""
    CSV = "csv"
    """A header and rows; each row is sent as a JSON object of strings."""
    TEXT = "text"
    """One record on each line; sent as it stands."""


def format_of(path: Path) -> Format:
    """Guess the format from a file's name: JSON lines unless it says otherwise."""
    return Format(SUFFIXES.get(path.suffix.lower(), "json"))


def read(name: str, kind: Format | None, key: str | None) -> Iterator[tuple[bytes, str]]:
    """Read the records of a file, or of standard input.

    Args:
        name: the file's; `-` for standard input.
        kind: its format; by default what its name tells.
        key: the field whose value is the partition key.

    Returns:
        The data and the partition key of every record.

    Raises:
        LocalAwsError: the file cannot be read, or one of its lines cannot be sent.
    """
    path = Path(name)
    try:
        if name == STANDARD_INPUT:
            yield from records(sys.stdin, kind or Format.JSON, key)
            return
        with path.open(encoding="utf-8", newline="") as source:
            yield from records(source, kind or format_of(path), key)
    except OSError as error:
        raise LocalAwsError(f"cannot read {name}: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError:
        raise LocalAwsError(f"{name} is not text in UTF-8") from None


def records(source: IO[str], kind: Format, key: str | None) -> Iterator[tuple[bytes, str]]:
    """Read records one by one.

    Args:
        source: an open text file.
        kind: its format.
        key: the field whose value is the partition key; without it the line's number is, which spreads evenly.

    Returns:
        The data and the partition key of every record.

    Raises:
        LocalAwsError: a line is not what the format says, or lacks the field; the message names the line.
    """
    if kind is Format.CSV:
        rows = csv.DictReader(source)
        for row in rows:
            yield json.dumps(row, separators=(",", ":")).encode(), key_of(row, key, rows.line_num)
        return
    for number, line in enumerate(source, start=1):
        text = line.rstrip("\r\n")
        if not text.strip():
            continue
        document = parse(text, number) if kind is Format.JSON else {}
        yield text.encode(), key_of(document, key, number)


def parse(text: str, number: int) -> Any:
    """Read one JSON document.

    Raises:
        LocalAwsError: the line is not JSON.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise LocalAwsError(f"line {number} is not JSON ({error}): name the format with --input-format") from None


def key_of(document: Any, key: str | None, number: int) -> str:
    """Take the partition key.

    Raises:
        LocalAwsError: the record lacks the field, or it is empty.
    """
    if key is None:
        return str(number)
    value = document.get(key) if isinstance(document, dict) else None
    if value is None or value == "":
        raise LocalAwsError(f"line {number} has no {key}: choose a field that every record has with --key")
    return str(value)
