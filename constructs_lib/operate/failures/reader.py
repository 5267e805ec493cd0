"""From the bytes of an object to failed records, whatever the bytes are."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from constructs_lib.operate.failures.formats import (
    conversion,
    http_endpoint,
    iceberg,
    kept,
    mapping,
    opensearch,
    partitioning,
    processing,
    redshift,
    snowflake,
    splunk,
)
from constructs_lib.operate.failures.formats.firehose_line import LineFormat, read_line
from constructs_lib.operate.failures.record import FailedRecord, Kind, NotThisFormat, Place, Unreadable

GZIP_MAGIC = b"\x1f\x8b"
GZIP_WINDOW = 16 + zlib.MAX_WBITS
LINE_FORMATS: tuple[LineFormat, ...] = tuple(
    module.FORMAT
    for module in (processing, conversion, partitioning, http_endpoint, opensearch, splunk, snowflake, iceberg)
)
DOCUMENT_FORMATS = (mapping, redshift, kept)


def read_failures(bucket: str, key: str, body: bytes) -> Iterator[FailedRecord | Unreadable]:
    """Read an object of a failure bucket.

    Lines that are no failure documents come as `Unreadable`, each with its reason; empty lines are left out. An object
    of many lines of which none is one, such as a table or a picture, comes as `Unreadable` once. What a broken gzip
    still holds is read.

    Args:
        bucket: where the object is.
        key: its key.
        body: its bytes, packed or not.

    Example:
        >>> body = b'{"rawData": "aGk=", "errorCode": "Lambda.FunctionError"}'
        >>> [record.content.data for record in read_failures("lake", "errors/1", body)]
        [b'hi']
    """
    content, damage = unpack(body)
    if not content.strip():
        yield Unreadable(Place(bucket, key), damage or "the object is empty")
        return
    whole = document_of(content) if not damage else None
    if isinstance(whole, dict):
        yield from read_document(content, whole, Place(bucket, key, 1))
        return
    found = list(read_lines(content, damage, Place(bucket, key)))
    # A line that a redrive kept because it could not read it has the id of its first place, and is no foreign one.
    reasons = [one.reason for one in found if isinstance(one, Unreadable) and not one.place.id]
    if len(found) == len(reasons) > 1:
        several = f"none of its {len(found):,} lines is a failure document; the first: {reasons[0]}"
        yield Unreadable(Place(bucket, key), damage or several)
    else:
        yield from found


def read_lines(content: bytes, damage: str, place: Place) -> Iterator[FailedRecord | Unreadable]:
    """Read one document a line; the last line is what the damage left of it, if there is any."""
    lines = content.split(b"\n")
    for number, line in enumerate(lines, start=1):
        here = replace(place, line=number)
        if damage and number == len(lines):
            yield Unreadable(here, damage, line)
        elif line.strip():
            yield from read_line_of(line, here)


def unpack(body: bytes) -> tuple[bytes, str]:
    """Unpack gzip, of one or several members.

    Returns:
        The content as far as it could be unpacked, and what is wrong with the packing: empty where nothing is.
    """
    if not body.startswith(GZIP_MAGIC):
        return body, ""
    parts: list[bytes] = []
    while body:
        member = zlib.decompressobj(GZIP_WINDOW)
        try:
            parts.append(member.decompress(body))
        except zlib.error:
            return salvage(body, parts), "the gzip is damaged"
        if not member.eof:
            return b"".join(parts), "the gzip is truncated"
        body = member.unused_data
    return b"".join(parts), ""


def salvage(body: bytes, parts: list[bytes]) -> bytes:
    """Unpack a damaged member byte by byte up to its damage."""
    member = zlib.decompressobj(GZIP_WINDOW)
    with suppress(zlib.error):
        parts.extend(member.decompress(body[position : position + 1]) for position in range(len(body)))
    return b"".join(parts)


def document_of(content: bytes) -> Any:
    """Parse JSON, or return None."""
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def read_line_of(line: bytes, place: Place) -> Iterator[FailedRecord | Unreadable]:
    """Read one line."""
    try:
        document = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        yield Unreadable(place, f"it is no UTF-8 from byte {error.start}", line)
    except (ValueError, RecursionError):
        yield Unreadable(place, "it is no JSON", line)
    else:
        yield from read_document(line, document, place)


def read_document(raw: bytes, document: object, place: Place) -> Iterator[FailedRecord | Unreadable]:
    """Read one JSON document: all its records, or the reason why there is none."""
    if not isinstance(document, dict):
        yield Unreadable(place, "it is no JSON object", raw)
        return
    try:
        for known in DOCUMENT_FORMATS:
            if known.recognizes(document):
                found: list[FailedRecord | Unreadable] = list(known.read(document, place))
                break
        else:
            found = [read_line(kind_of(document, place.key), document, place)]
    except NotThisFormat as problem:
        yield Unreadable(place, str(problem), raw)
        return
    if found:
        yield from found
    else:
        yield Unreadable(place, "it lists no records", raw)


def kind_of(document: dict[str, Any], key: str) -> Kind:
    """Tell the kind of an error line by the object's key, or else by its members."""
    for line_format in LINE_FORMATS:
        if line_format.is_named_by(key):
            return line_format.kind
    return next((known.kind for known in LINE_FORMATS if known.recognizes(document)), Kind.DELIVERY)
