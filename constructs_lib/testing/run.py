"""Run records through a delivery stream in this process, one after the other."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from constructs_lib.graph import ResourceView
from constructs_lib.policy.reading.delivery import CONVERSION, EXTENDED_S3, ICEBERG
from constructs_lib.simulation import Converter, DeliveryEngine, SourceRecord, UnsupportedFeature
from constructs_lib.simulation.delivery.index_name import index_name
from constructs_lib.simulation.delivery.properties import flag, processors
from constructs_lib.simulation.delivery.table_route import NoRoute, TableRoutes
from constructs_lib.testing.deliveries import Deliveries, Handed
from constructs_lib.testing.endpoint import Endpoint, InProcessEndpoint, takes_everything
from constructs_lib.testing.handlers import Handler
from constructs_lib.testing.invocation import InProcess
from constructs_lib.testing.places import INDEXED, ROTATING, block_of, partition_keys
from constructs_lib.testing.standins import ACCOUNT, REGION, S3_BLOCKS, properties_of

BLOCK = "DestinationConfiguration"
NO_PARTITION = "DynamicPartitioning."
LEFT_OUT = ("S3BackupMode", "s3BackupMode", "BufferingHints", "RetryOptions")


@dataclass(slots=True)
class Outcome:
    """What became of one record.

    Attributes:
        arrived: keys of objects, URLs of requests, names of indexes.
        documents: what arrived there, before a conversion.
        failed: keys of error objects, each with the reason.
        dropped: how many of its parts the transform dropped.
    """

    arrived: list[str] = field(default_factory=list)
    documents: list[bytes] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    dropped: int = 0

    def add(self, place: str, document: bytes) -> None:
        """Note that something arrived."""
        self.arrived.append(place)
        self.documents.append(document)


class Run:
    """One delivery stream and what it has delivered; it is the engine's store and its sink, too.

    Attributes:
        block: of its destination.
        expects_json: whether the destination, or a conversion on the way to it, takes JSON objects alone.
        prefix: of the destination, as it is written; empty where it is not S3.
        delivered: what has arrived.

    Raises:
        ValueError: it has no one destination, or what decides about records is known only at deployment.
        UnsupportedFeature: it uses what is not simulated.
    """

    def __init__(
        self,
        stream: ResourceView,
        handler: Handler | None,
        *,
        converter: Converter | None = None,
        endpoint: Endpoint | None = None,
        at: datetime | None = None,
    ) -> None:
        properties = properties_of(stream)
        self.block = block_of(stream, [name for name in properties if name.endswith(BLOCK) and properties[name]])
        written = properties.pop(self.block)
        self.expects_json = self.block in INDEXED or (is_converted(written) and converter is None)
        self._destination = settled(written, converts=converter is not None)
        self.prefix = str(self._destination.get("Prefix") or "") if self.block in S3_BLOCKS else ""
        iceberg = self.block == ICEBERG
        self._routes = TableRoutes(self._destination, processors(self._destination)) if iceberg else None
        self.delivered = Deliveries()
        self._written: list[str] = []
        self._now = at.timestamp() if at else time.time()
        self._functions = InProcess(handler) if handler else None
        self._endpoint = InProcessEndpoint(endpoint or takes_everything)
        self._engine = DeliveryEngine(
            stream.id,
            f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{stream.id}",
            {**properties, EXTENDED_S3 if self.block in S3_BLOCKS else self.block: self._destination},
            store=self,
            functions=self._functions,
            endpoints=self._endpoint,
            sink=self,
            converter=converter,
            region=REGION,
            account=ACCOUNT,
            clock=lambda: self._now,
            interval_cap=0,
        )

    def put(self, bucket: str, key: str, body: bytes, *, content_encoding: str | None = None) -> None:  # noqa: ARG002  one bucket is enough
        """Store an object."""
        self.delivered[key] = body
        self._written.append(key)

    def take(self, data: bytes, arrival: float, table: Mapping[str, Any]) -> None:
        """Take a record for a destination that is not simulated."""
        self.delivered.handed.append(self._handed(data, arrival, table))

    def _handed(self, data: bytes, arrival: float, table: Mapping[str, Any]) -> Handed:
        if self._routes is not None:
            route = self._routes.route(data, table)
            return Handed(str(route), data, route.operation)
        if self.block not in INDEXED:
            return Handed("", data)
        try:
            return Handed(self.index(arrival), data)
        except UnsupportedFeature:
            return Handed(str(self._destination["IndexName"]), data)

    def index(self, arrival: float | None = None) -> str:
        """Name the index of a record that arrives then, or now.

        Raises:
            UnsupportedFeature: it rotates in a way that is not simulated.
        """
        rotation = {} if self.block in ROTATING else {"IndexRotationPeriod": "NoRotation"}
        return index_name({**self._destination, **rotation}, arrival or self._now)

    def deliver(self, number: int, record: Any) -> Outcome:
        """Deliver one record, and see what became of it."""
        before = self._engine.counts
        self._written.clear()
        handed, sent = len(self.delivered.handed), len(self._endpoint.sent)
        data = record if isinstance(record, bytes) else json.dumps(record).encode()
        self._engine.accept(
            [SourceRecord(data, self._now, f"sample-{number}", f"{number:056d}", "shardId-000000000000")]
        )
        outcome = Outcome()
        try:
            self._engine.flush()
        except NoRoute as problem:
            outcome.failed.append(("no table", str(problem)))
        outcome.dropped = self._engine.counts.dropped - before.dropped
        for key in sorted(self._written):
            reasons = list(reasons_in(self.delivered[key]))
            if reasons:
                outcome.failed += [(key, f"{reason}{self._reason(reason)}") for reason in reasons]
                del self.delivered[key]
            else:
                outcome.add(key, plain_body(self.delivered[key]))
        for each in self.delivered.handed[handed:]:
            outcome.add(each.to, each.data)
        if self._engine.counts.delivered > before.delivered:
            for request in self._endpoint.sent[sent:]:
                self.delivered.requests.append(request)
                outcome.add(request.url, b"\n".join(request.records))
        return outcome

    def _reason(self, said: str) -> str:
        """Take what the handler says of it, or compare its keys with those of the prefix."""
        if self._functions is None:
            return ""
        if said.startswith(NO_PARTITION):
            wanted, given = ", ".join(partition_keys(self.prefix)), ", ".join(self._functions.keys) or "no keys"
            return f". The prefix uses {wanted}; the transform answered {given}"
        problem, self._functions.problem = self._functions.problem, ""
        return f"{'' if said.endswith('.') else '.'} {problem}" if problem else ""


def settled(destination: dict[str, Any], *, converts: bool) -> dict[str, Any]:
    """Take out of a destination what decides nothing about one record: the backup, and when it is tried again.

    A conversion is taken out, too, where nothing converts: what is stored then is what would be converted.
    """
    left = {name: value for name, value in destination.items() if name not in LEFT_OUT}
    if is_converted(left) and not converts:
        formats = (left.pop(CONVERSION).get("OutputFormatConfiguration") or {}).get("Serializer") or {}
        left["CompressionFormat"] = "UNCOMPRESSED"
        left.setdefault("FileExtension", ".orc" if "OrcSerDe" in formats else ".parquet")
    if isinstance(left.get("S3Configuration"), dict):
        left["S3Configuration"] = settled(left["S3Configuration"], converts=True)
    return left


def is_converted(destination: dict[str, Any]) -> bool:
    """Tell whether records are converted, which is on unless `Enabled` says otherwise."""
    configuration = destination.get(CONVERSION) or {}
    return bool(configuration) and flag(configuration.get("Enabled", True))


def plain_body(body: bytes) -> bytes:
    """Decompress an object, as far as its compression is GZIP."""
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def reasons_in(body: bytes) -> Iterator[str]:
    """Read why records failed, where an object is one of failed records."""
    try:
        documents = [json.loads(line) for line in plain_body(body).splitlines()]
    except (ValueError, OSError):
        return
    for document in documents:
        if isinstance(document, dict) and {"rawData", "attemptsMade"} <= document.keys():
            code = document.get("errorCode") or document.get("lastErrorCode")
            yield f"{code}: {document.get('errorMessage') or document.get('lastErrorMessage')}"
