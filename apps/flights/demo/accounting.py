"""Account for every flight by reading what the pipeline wrote, not what it says about itself."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.flights.functions.transform.index import clean, flight_id
from constructs_lib.runtime import Fail

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_s3 import S3Client

LAKE_PREFIX = "flights/"
ERROR_PREFIX = "errors/"
READERS = 8


@dataclass(frozen=True, slots=True)
class LakeObject:
    """An object that Firehose delivered.

    Attributes:
        key: with the partitions in it, `flights/carrier=UA/day=2013-01-19/...`.
        size_bytes: as stored.
        flights: id to how often it is in the object.
    """

    key: str
    size_bytes: int
    flights: Counter[str]

    @property
    def carrier(self) -> str:
        """The partition of the carrier."""
        return self.key.partition("carrier=")[2].partition("/")[0]


@dataclass(frozen=True, slots=True)
class FailedFlight:
    """A record that came to rest in the failure bucket.

    Attributes:
        id: the flight's id.
        error: Firehose's error code.
        reason: what the transform says when it is asked once more; Firehose does not keep it.
    """

    id: str
    error: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Where every flight is.

    Attributes:
        sent: ids of the flights that the stream took.
        objects: what lies in the lake.
        failed: what lies in the failure bucket.
        transform: the transform's counts, from its log: `Ok`, `Dropped`, `ProcessingFailed`.
        consumer: the consumer's counts, from its log: `Handled` and its own words.
    """

    sent: frozenset[str]
    objects: tuple[LakeObject, ...]
    failed: tuple[FailedFlight, ...]
    transform: Counter[str]
    consumer: Counter[str]

    @property
    def delivered_ids(self) -> frozenset[str]:
        """The flights in the lake."""
        return frozenset().union(*(one.flights for one in self.objects))

    @property
    def failed_ids(self) -> frozenset[str]:
        """The flights in the failure bucket."""
        return frozenset(flight.id for flight in self.failed)

    @property
    def dropped(self) -> int:
        """How many records the transform dropped; they leave no other trace than its count."""
        return self.transform["Dropped"]

    @property
    def doubled(self) -> int:
        """How many records lie in the lake more often than once."""
        return sum(one.flights.total() for one in self.objects) - len(self.delivered_ids)

    @property
    def lost(self) -> int:
        """How many flights are nowhere."""
        return len(self.sent - self.delivered_ids - self.failed_ids) - self.dropped

    @property
    def problems(self) -> tuple[str, ...]:
        """What does not add up; nothing where every flight is in one place and the consumer has seen them all."""
        sent, places = len(self.sent), len(self.delivered_ids) + self.dropped + len(self.failed_ids)
        found = {
            f"{self.lost:,} flights are nowhere": self.lost != 0,
            f"{sent:,} were sent, but {places:,} are delivered, dropped or failed": sent != places,
            f"{sent:,} were sent, but the consumer saw {self.consumer['Handled']:,}": self.consumer["Handled"] < sent,
        }
        return tuple(problem for problem, holds in found.items() if holds)


def read_lake(s3: S3Client, bucket: str) -> tuple[LakeObject, ...]:
    """Read every delivered object.

    Raises:
        ValueError: a flight lies in a partition that is not its own.
    """
    return tuple(lake_object(key, body) for key, body in _objects(s3, bucket, LAKE_PREFIX))


def lake_object(key: str, body: bytes) -> LakeObject:
    """Read the flights of one object, one JSON document per line.

    Raises:
        ValueError: a flight lies in a partition that is not its own.
    """
    flights = [json.loads(line) for line in gzip.decompress(body).splitlines()]
    for flight in flights:
        if f"carrier={flight['carrier']}/day={flight['id'][:10]}/" not in key:
            raise ValueError(f"flight {flight['id']} lies in a partition that is not its own: {key}")
    return LakeObject(key, len(body), Counter(flight["id"] for flight in flights))


def read_failures(s3: S3Client, bucket: str) -> tuple[FailedFlight, ...]:
    """Read every record in the failure bucket.

    An error object holds one JSON document per line, the source record in `rawData` as base64.

    Source: Firehose Developer Guide: data transformation failure handling.
    """
    return tuple(
        failed_flight(json.loads(line)) for _, body in _objects(s3, bucket, ERROR_PREFIX) for line in body.splitlines()
    )


def failed_flight(error: Mapping[str, Any]) -> FailedFlight:
    """Read one document of an error object and ask the transform for its reason."""
    event = json.loads(base64.b64decode(error["rawData"]))
    result = clean(event)
    reason = result.reason if isinstance(result, Fail) else error["errorMessage"]
    return FailedFlight(flight_id(event), error["errorCode"], reason)


def read_counts(logs: BaseClient, log_group: str) -> Counter[str]:
    """Sum the metrics that a function wrote into its log, one embedded metric line per batch."""
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=log_group)
    counts: Counter[str] = Counter()
    for line in (event["message"] for page in pages for event in page["events"]):
        if '"_aws"' in line:
            fields = json.loads(line)
            (directive,) = fields["_aws"]["CloudWatchMetrics"]
            counts.update({metric["Name"]: fields[metric["Name"]] for metric in directive["Metrics"]})
    return counts


def _objects(s3: S3Client, bucket: str, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Read all objects under a prefix, several at a time, in the order of their keys."""

    def read(key: str) -> tuple[str, bytes]:
        return key, s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    with ThreadPoolExecutor(READERS) as readers:
        yield from readers.map(read, _keys(s3, bucket, prefix))


def _keys(s3: S3Client, bucket: str, prefix: str) -> Iterable[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for item in page.get("Contents", []):
            yield item["Key"]
