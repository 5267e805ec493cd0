"""Manifests of the objects that Redshift's COPY did not load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.operate.failures.fields import required
from constructs_lib.operate.failures.formats.firehose_line import stream_of
from constructs_lib.operate.failures.record import FailedRecord, Kind, NotThisFormat, Place, StoredObject


def recognizes(document: Mapping[str, Any]) -> bool:
    """Whether it has a manifest's only member."""
    return "entries" in document


def read(document: Mapping[str, Any], place: Place) -> Iterator[FailedRecord]:
    """Read `{"entries": [{"url": "s3://…", "mandatory": true}, …]}`.

    Raises:
        NotThisFormat: an entry has no `url`.

    Source: Firehose Developer Guide, Handle data delivery failures; Redshift Database Developer Guide, Using a manifest
    to specify data files
    """
    entries = document["entries"]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise NotThisFormat("entries is no list of objects")
    for number, entry in enumerate(entries):
        yield FailedRecord(
            kind=Kind.REDSHIFT,
            place=Place(place.bucket, place.key, place.line, number),
            content=StoredObject(required(entry, "url")),
            stream=stream_of(place.key),
        )
