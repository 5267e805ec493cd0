"""What a delivery stream has delivered in a test."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ATTRIBUTES = "X-Amz-Firehose-Common-Attributes"


@dataclass(frozen=True, slots=True)
class EndpointRequest:
    """One request to an HTTP endpoint.

    Attributes:
        url: as it is configured.
        headers: as they are sent.
        body: as it is sent, compressed where the definition says so.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        """The body as JSON: `requestId`, `timestamp` in milliseconds, and `records` with base64 in `data`."""
        plain = gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body
        found: dict[str, Any] = json.loads(plain)
        return found

    @property
    def records(self) -> list[bytes]:
        """The records, decoded, in their order."""
        return [b64decode(each["data"]) for each in self.document["records"]]

    @property
    def attributes(self) -> dict[str, str]:
        """The common attributes."""
        found: dict[str, str] = json.loads(self.headers.get(ATTRIBUTES, "{}")).get("commonAttributes", {})
        return found


@dataclass(frozen=True, slots=True)
class Handed:
    """One record that was handed to a destination which is not simulated itself.

    Attributes:
        to: the name of the index, for search destinations, without its week where it rotates by weeks;
            `database.table` for Iceberg; empty for all others.
        data: as the processors left it.
        operation: `insert`, `update` or `delete`, for Iceberg.
    """

    to: str
    data: bytes
    operation: str | None = None


class Deliveries(dict[str, bytes]):
    """What arrived: the objects of S3 by key, and beside them what other destinations got.

    Attributes:
        requests: to an HTTP endpoint, those that it took.
        handed: records for a search domain, Splunk, Snowflake, Redshift or Iceberg.
    """

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[EndpointRequest] = []
        self.handed: list[Handed] = []
