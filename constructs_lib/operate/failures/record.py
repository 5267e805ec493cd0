"""A record that did not arrive, as its failure document tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Kind(StrEnum):
    """Which part of a pipeline gave the record up."""

    PROCESSING = "processing"
    CONVERSION = "conversion"
    PARTITIONING = "partitioning"
    HTTP_ENDPOINT = "http-endpoint"
    OPENSEARCH = "opensearch"
    SPLUNK = "splunk"
    SNOWFLAKE = "snowflake"
    REDSHIFT = "redshift"
    ICEBERG = "iceberg"
    MAPPING = "mapping"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a failure document was read.

    Attributes:
        bucket: the bucket, or a queue as `sqs://name`.
        key: the object's key, or the message's id.
        line: counts from 1; 0 for the whole object.
        item: counts the records of one line from 0; of one that was read from its stream, shard and sequence number.
        id: the id that it has from where it failed first; empty where it is here that it did.
    """

    bucket: str
    key: str
    line: int = 0
    item: int | str = 0
    id: str = ""

    @property
    def record_id(self) -> str:
        """An id that stays the same whenever and however often the object is read: 64 characters."""
        return (
            self.id
            or sha256(
                f"{self.bucket}\n{self.key}\n{self.line}\n{self.item}".encode("utf-8", "surrogatepass")
            ).hexdigest()
        )

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        root = self.bucket if "://" in self.bucket else f"s3://{self.bucket}"
        return f"{root}/{self.key}{line}"


@dataclass(frozen=True, slots=True)
class Payload:
    """The record itself.

    Attributes:
        data: the record's bytes as they came in.
        partition_key: of a record that was in a data stream; None where the document does not tell it.
    """

    data: bytes
    partition_key: str | None = None


@dataclass(frozen=True, slots=True)
class StreamRange:
    """Records that are still in their stream, if its retention has not passed.

    Attributes:
        stream_arn: of the stream.
        shard_id: of the shard.
        start: sequence number of the first record.
        end: sequence number of the last record.
        records: how many there are.
    """

    stream_arn: str
    shard_id: str
    start: str
    end: str
    records: int


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Records that lie in an object that was not loaded.

    Attributes:
        url: `s3://bucket/key`.
    """

    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FailedRecord:
    """What one failure document says about one record, batch or object.

    Attributes:
        kind: what gave it up.
        place: where the document is.
        content: the record, or where it is.
        code: the service's error code; empty where the document has none.
        message: the service's error message; empty where the document has none.
        stream: name of the delivery stream or data stream; None where neither key nor document tell it.
        time: when it was given up, in epoch seconds; None where the document does not tell it.
        attempts: how often it was tried; None where the document does not tell it.
        redrives: how often a redrive has failed to send it.
    """

    kind: Kind
    place: Place
    content: Payload | StreamRange | StoredObject
    code: str = ""
    message: str = ""
    stream: str | None = None
    time: float | None = None
    attempts: int | None = None
    redrives: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An object, or a line of one, that is no failure document.

    Attributes:
        place: where it is.
        reason: what is wrong with it.
        raw: its bytes as far as they could be read; empty for a whole object.
    """

    place: Place
    reason: str
    raw: bytes = b""


class NotThisFormat(Exception):
    """A document lacks what its format needs; the message says what."""
