"""What all error lines of Firehose have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.operate.failures.fields import count, milliseconds, record_bytes, text
from constructs_lib.operate.failures.record import FailedRecord, Kind, Payload, Place

OBJECT_NAME = re.compile(
    r"(?:^|/)(?P<stream>[A-Za-z0-9_.-]+?)-\d+-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"
)
"""`STREAM-VERSION-yyyy-MM-dd-HH-mm-ss-UUID`.

Source: Firehose Developer Guide, Configure Amazon S3 object name format
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class LineFormat:
    """One kind of Firehose's error lines.

    Attributes:
        kind: what it tells.
        folders: error output types, of which one is part of the object's key by default.
        recognizes: whether a document is of this kind, where the key does not tell.
    """

    kind: Kind
    folders: tuple[str, ...]
    recognizes: Callable[[Mapping[str, Any]], bool]

    def is_named_by(self, key: str) -> bool:
        """Whether the key of an object contains one of the folders."""
        return any(folder in key for folder in self.folders)


def read_line(kind: Kind, document: Mapping[str, Any], place: Place) -> FailedRecord:
    """Read `rawData` and the reason why it is here.

    Args:
        kind: what gave the record up.
        document: `errorCode` and `errorMessage`, or `last…`, or with a capital; numbers as such or as text.
        place: where the document is.

    Raises:
        NotThisFormat: there is no `rawData`, or it is no base64.
    """
    return FailedRecord(
        kind=kind,
        place=place,
        content=Payload(record_bytes(document, "rawData")),
        code=text(document, "errorCode", "lastErrorCode", "ErrorCode"),
        message=text(document, "errorMessage", "lastErrorMessage", "ErrorMessage"),
        stream=stream_of(place.key),
        time=milliseconds(document, "attemptEndingTimestamp", "arrivalTimestamp"),
        attempts=count(document, "attemptsMade"),
    )


def stream_of(key: str) -> str | None:
    """Read the delivery stream's name from an object's key, where it has Firehose's own form."""
    found = OBJECT_NAME.search(key)
    return found["stream"] if found else None
