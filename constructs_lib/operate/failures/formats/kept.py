"""Lines of our own: what a redrive could not send, with all that a further one needs."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from constructs_lib.operate.failures.fields import base64_data, count, required, text
from constructs_lib.operate.failures.record import (
    FailedRecord,
    Kind,
    NotThisFormat,
    Payload,
    Place,
    StreamRange,
    Unreadable,
)

CODES = "Redrive."
UNREADABLE = "Redrive.Unreadable"


def kept_line(found: FailedRecord | Unreadable, code: str, reason: str) -> bytes:
    """Write a document that could not be sent as an error line.

    A record keeps its id, kind and partition key, and counts how often a redrive has failed to send it.

    Args:
        found: the document.
        code: begins with `Redrive.`.
        reason: why it was not sent.
    """
    raw = b""
    more: dict[str, Any] = {}
    if isinstance(found, Unreadable):
        raw = found.raw
    else:
        more = {"kind": found.kind.value, "redrives": found.redrives + 1}
        if isinstance(found.content, Payload):
            raw = found.content.data
            more["partitionKey"] = found.content.partition_key
        elif isinstance(found.content, StreamRange):
            more["range"] = asdict(found.content)
    document = {
        "rawData": b64encode(raw).decode("ascii"),
        "errorCode": code,
        "errorMessage": reason,
        "place": str(found.place),
        "recordId": found.place.record_id,
        **more,
    }
    return json.dumps(document, separators=(",", ":")).encode()


def recognizes(document: Mapping[str, Any]) -> bool:
    """Whether a redrive wrote it."""
    return text(document, "errorCode").startswith(CODES) and "recordId" in document


def read(document: Mapping[str, Any], place: Place) -> Iterator[FailedRecord | Unreadable]:
    """Read what `kept_line` wrote.

    Raises:
        NotThisFormat: members are missing.
    """
    here = replace(place, id=required(document, "recordId"))
    code, message = required(document, "errorCode"), text(document, "errorMessage")
    raw = base64_data(document, "rawData")
    if code == UNREADABLE:
        yield Unreadable(here, message, raw)
        return
    yield FailedRecord(
        kind=kind_of(document),
        place=here,
        content=range_of(document["range"]) if "range" in document else Payload(raw, key_of(document)),
        code=code,
        message=message,
        redrives=count(document, "redrives") or 0,
    )


def key_of(document: Mapping[str, Any]) -> str | None:
    """Read the partition key; None where the record had none."""
    return text(document, "partitionKey") or None


def kind_of(document: Mapping[str, Any]) -> Kind:
    """Read what gave the record up at first."""
    kind = text(document, "kind")
    return Kind(kind) if kind in set(Kind) else Kind.DELIVERY


def range_of(document: object) -> StreamRange:
    """Read a range of a stream."""
    if not isinstance(document, dict):
        raise NotThisFormat("range is no object")
    texts = {name: required(document, name) for name in ("stream_arn", "shard_id", "start", "end")}
    return StreamRange(**texts, records=count(document, "records") or 0)
