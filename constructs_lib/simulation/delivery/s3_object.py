"""Name, compress and store one object as Firehose does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from constructs_lib.simulation.delivery.compression import Compression, compression
from constructs_lib.simulation.delivery.counts import Tally
from constructs_lib.simulation.delivery.prefix import Moment, Prefix
from constructs_lib.simulation.delivery.properties import Properties, bucket_name
from constructs_lib.simulation.errors import InvalidDefinition
from constructs_lib.simulation.ports import ObjectStore

VERSION = 1


@dataclass(frozen=True, slots=True)
class S3Target:
    """A bucket and how objects in it are named.

    Attributes:
        bucket: name.
        stream: name of the delivery stream, the first part of an object's own name.
        zone: in which prefixes and names are written.
    """

    bucket: str
    stream: str
    zone: tzinfo
    store: ObjectStore
    tally: Tally

    def put(
        self,
        prefix: Prefix,
        oldest: float,
        body: bytes,
        form: Compression,
        *,
        extension: str = "",
        keys: Mapping[tuple[str, str], str] | None = None,
        error_output_type: str = "",
    ) -> None:
        """Store one object.

        Args:
            prefix: evaluated for the key's first part.
            oldest: arrival of the oldest record in epoch seconds; prefix and name carry it (assumed for the name).
            body: what is compressed and stored.
            form: the compression.
            extension: the key's ending, instead of the compression's own.
            keys: partition keys.
            error_output_type: of an error object.

        Source: Firehose Developer Guide, Configure Amazon S3 object name format
        """
        time = datetime.fromtimestamp(oldest, self.zone)
        name = f"{self.stream}-{VERSION}-{time:%Y-%m-%d-%H-%M-%S}-{uuid4()}"
        key = prefix.evaluate(Moment(time, keys or {}, error_output_type)) + name + (extension or form.extension)
        stored = form.compress(body)
        self.store.put(self.bucket, key, stored, content_encoding=form.content_encoding)
        self.tally.add(objects=1, bytes=len(stored))


def s3_target(properties: Properties, stream: str, store: ObjectStore, tally: Tally) -> S3Target:
    """Read the bucket and the time zone of an S3 destination."""
    return S3Target(bucket_name(properties), stream, time_zone(properties), store, tally)


def time_zone(properties: Properties) -> tzinfo:
    """Read `CustomTimeZone`.

    Raises:
        InvalidDefinition: there is no such zone.
    """
    name = properties.get("CustomTimeZone") or "UTC"
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise InvalidDefinition(f"CustomTimeZone {name} does not exist; use a name such as Europe/Berlin") from None


def data_compression(properties: Properties) -> Compression:
    """Read `CompressionFormat`."""
    return compression(str(properties.get("CompressionFormat") or "UNCOMPRESSED"))
