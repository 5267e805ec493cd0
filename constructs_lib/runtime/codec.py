"""What a record's bytes hold, and the line that is delivered: JSON, text, CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

READER = json.JSONDecoder()
WHITESPACE = " \t\n\r"
LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

Part = TypeVar("Part")


class Parts(list[Part]):
    """What a decoder returns where one record holds several events; the function is called once for each."""


def from_json(data: bytes) -> Any:
    """Read a record's bytes as JSON.

    Raises:
        ValueError: they are not JSON in UTF-8.
    """
    text = data.decode().removeprefix("\ufeff").strip(WHITESPACE)
    value, end = READER.raw_decode(text)
    if end != len(text):
        raise json.JSONDecodeError("more than one document", text, end)
    return value


def to_json_line(value: Any) -> bytes:
    """Write a value as one line of JSON in UTF-8, newline appended, as Athena and most readers of a lake expect.

    Raises:
        TypeError: JSON has no form for the value.
        ValueError: the value contains itself, NaN or an infinity.
    """
    return LINE.encode(value).encode() + b"\n"


def from_text(data: bytes) -> str:
    """Read a record's bytes as UTF-8, without the newline at the end.

    Raises:
        UnicodeDecodeError: they are not UTF-8.
    """
    return data.decode().removesuffix("\n").removesuffix("\r")


def to_text_line(value: str) -> bytes:
    """Write a text in UTF-8, newline appended where it has none."""
    return (value if value.endswith("\n") else value + "\n").encode()


def csv_rows(header: Sequence[str], *, delimiter: str = ",") -> Callable[[bytes], Parts[dict[str, str]]]:
    r"""Make a decoder of records that hold rows of CSV and no header.

    Example:
        >>> csv_rows(["city", "degrees"])(b'"Washington, DC",31\r\n')
        [{'city': 'Washington, DC', 'degrees': '31'}]

    Args:
        header: the columns' names, in order.
        delimiter: one character.

    Returns:
        A decoder that gives each row as a dict of texts. It raises ValueError or `csv.Error` where there is no row, a
        row has more or fewer columns than the header, or a quote is not closed.
    """
    import csv  # a cold start pays only for what it uses
    import io

    names = tuple(header)

    def decode(data: bytes) -> Parts[dict[str, str]]:
        rows = Parts[dict[str, str]]()
        for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter, strict=True):
            if not row:
                continue
            if len(row) != len(names):
                raise ValueError(f"a row has {len(row)} columns; the header has {len(names)}")
            rows.append(dict(zip(names, row, strict=True)))
        if not rows:
            raise ValueError("the record holds no row")
        return rows

    return decode
