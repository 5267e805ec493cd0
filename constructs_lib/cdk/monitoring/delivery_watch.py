"""What is watched of a delivery stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch

from constructs_lib.cdk.delivery import DeliveryStream
from constructs_lib.cdk.delivery.destination_metrics import DESTINATIONS
from constructs_lib.cdk.monitoring.freshness import (
    PARTITIONING,
    destination_of,
    is_enabled,
    longest_backup,
    longest_delivery,
    processors,
)
from constructs_lib.cdk.monitoring.lag import MILLISECONDS, kept_seconds
from constructs_lib.cdk.monitoring.settings import AlarmSettings
from constructs_lib.cdk.monitoring.watch import (
    ABOVE,
    AVERAGE,
    BELOW,
    FIREHOSE,
    MAXIMUM,
    PERCENT,
    SUM,
    Measure,
    QuotaShare,
    Watch,
    Watched,
)
from constructs_lib.cdk.tokens import seconds
from constructs_lib.graph import Definition, Reference

QUOTAS = {
    "IncomingBytes": "BytesPerSecondLimit",
    "IncomingRecords": "RecordsPerSecondLimit",
    "IncomingPutRequests": "PutRequestsPerSecondLimit",
}
"""What is taken in, to the metric of its quota. Source: Firehose Developer Guide, "Implement best practices"."""
LOOK = (
    "kinesis-constructs failures shows those under the error prefix; repair the cause, then send them again with "
    "kinesis-constructs redrive"
)
REFUSED = f"the destination refuses records: read the log of the delivery stream; {LOOK}"


def watch_delivery(delivery: DeliveryStream, streams: Iterable[Definition], settings: AlarmSettings) -> Watched:
    """Say what is watched of a delivery stream; only metrics that its own settings make Firehose send.

    The average of a `Success` metric counts as the share of attempts that succeed: assumed where the guide says a sum.
    What is read from a database is told by the metrics of a topic: assumed, as the guide to the preview names none.

    Args:
        delivery: the delivery stream.
        streams: those of the pipeline, its source among them.
        settings: how sensitive.

    Source: Firehose Developer Guide, "Monitor Amazon Data Firehose with CloudWatch metrics".
    """
    found = _DeliveryWatches(delivery, streams, settings)
    return Watched(
        title=f"delivery {delivery.node.id}",
        watches=(*found.destination(), *found.source(), *found.processing()),
        graphs=found.graphs(),
        context=(delivery.definition,),
        references={delivery.delivery_stream_name: Reference(delivery.definition.id)},
    )


class _DeliveryWatches:
    def __init__(self, delivery: DeliveryStream, streams: Iterable[Definition], settings: AlarmSettings) -> None:
        self.definition, self.settings = delivery.definition, settings
        self.id, self.stream_name = delivery.node.id, delivery.delivery_stream_name
        self.destination_name = destination_of(delivery.definition)
        name = self.destination_name
        self.configuration: Mapping[str, Any] = delivery.definition.properties[name] if name else {}
        self.metrics = DESTINATIONS[name] if name else None
        arn = delivery.definition.properties.get("KinesisStreamSourceConfiguration", {}).get("KinesisStreamARN")
        self.source_stream = next((each for each in streams if arn == Reference(each.id, "Arn")), None)

    def destination(self) -> Iterator[Watch]:
        if self.metrics is None or self.destination_name is None:
            return
        if self.metrics.freshness:
            yield self._late(
                "Late", f"{self.metrics.prefix}.DataFreshness", longest_delivery(self.definition, self.destination_name)
            )
        yield self._failing("Delivery", f"{self.metrics.prefix}.Success", "records are not delivered")
        for fault in self.metrics.faults:
            yield self._any(fault, f"{self.metrics.prefix}.{fault}", REFUSED)
        if self.configuration.get("S3BackupMode") == "Enabled":
            age = longest_backup(self.definition, self.destination_name)
            yield self._late("BackupLate", "BackupToS3.DataFreshness", age)

    def source(self) -> Iterator[Watch]:
        match self.definition.properties.get("DeliveryStreamType"):
            case "KinesisStreamAsSource":
                yield from self._stream_source()
            case "MSKAsSource":
                yield self._any(
                    "Backpressured",
                    "DataReadFromSource.Backpressured",
                    "reading the topic is held back: look for a slow transform or a destination that refuses",
                    heals=True,
                )
            case "DirectPut" | None:
                yield from self._direct_put()

    def processing(self) -> Iterator[Watch]:
        kinds = {each.get("Type") for each in processors(self.configuration)}
        if "Lambda" in kinds:
            yield self._failing("Transform", "ExecuteProcessing.Success", "calls of the transform fail")
        if "Decompression" in kinds:
            reason = f"records cannot be decompressed: {LOOK}"
            yield self._any("Decompression", "OutputDecompressedRecords.Failed", reason)
        if is_enabled(self.configuration.get(PARTITIONING)):
            yield self._any(
                "Partitions",
                "PartitionCountExceeded",
                "there are more active partitions than the quota allows, and records go to the error prefix: partition "
                "by fewer values or ask for a higher quota, then send them again",
                statistic=MAXIMUM,
            )
        if is_enabled(self.configuration.get("DataFormatConversionConfiguration")):
            yield self._any("Conversion", "FailedConversion.Records", f"records do not fit the schema: {LOOK}")

    def graphs(self) -> dict[str, tuple[Measure, ...]]:
        drawn = {"records and bytes in": tuple(self._measure(each, SUM) for each in self._taken_in())}
        if self.metrics is not None:
            prefix = self.metrics.prefix
            if self.metrics.freshness:
                drawn["age of the oldest record not delivered"] = (self._measure(f"{prefix}.DataFreshness", MAXIMUM),)
            drawn["share of attempts that succeed"] = tuple(
                self._measure(each, AVERAGE) for each in (f"{prefix}.Success", *self._transform_success())
            )
        return drawn

    def _taken_in(self) -> tuple[str, str]:
        if self.definition.properties.get("DeliveryStreamType") == "KinesisStreamAsSource":
            return "DataReadFromKinesisStream.Records", "DataReadFromKinesisStream.Bytes"
        if self.definition.properties.get("DeliveryStreamType") in ("MSKAsSource", "DatabaseAsSource"):
            return "DataReadFromSource.Records", "DataReadFromSource.Bytes"
        return "IncomingRecords", "IncomingBytes"

    def _transform_success(self) -> tuple[str, ...]:
        transformed = any(each.get("Type") == "Lambda" for each in processors(self.configuration))
        return ("ExecuteProcessing.Success",) if transformed else ()

    def _stream_source(self) -> Iterator[Watch]:
        yield self._any(
            "SourceThrottles",
            "ThrottledGetRecords",
            "too many readers share the throughput of the stream: register consumers of their own for some",
            heals=True,
        )
        yield self._watch(
            "SourceLag",
            self._measure("KinesisMillisBehindLatest", MAXIMUM),
            kept_seconds(self.source_stream) * MILLISECONDS * self.settings.lag_share,
            f"Firehose is behind by {self.settings.lag_share:.0%} of the time for which the stream keeps records: "
            "raise its retention, then look for throttled reads, a slow transform or a destination that refuses",
            heals=False,
        )

    def _direct_put(self) -> Iterator[Watch]:
        yield self._any("Throttles", "ThrottledRecords", "producers are refused: ask for a higher quota", heals=True)
        for used, quota in QUOTAS.items():
            share = QuotaShare(used=self._measure(used, SUM), quota=self._measure(quota, MAXIMUM))
            reason = f"{used} comes near its quota: ask for a higher one before producers are refused"
            yield self._watch(f"{used}Share", share, self.settings.quota_share * PERCENT, reason)

    def _late(self, id: str, metric: str, longest: float) -> Watch:
        margin = seconds(self.settings.freshness_margin, "alarms.freshness_margin")
        return self._watch(
            id,
            self._measure(metric, MAXIMUM),
            longest + margin,
            f"records are older than the {longest:g} s that buffers and retries allow, and {margin:g} s more: "
            "read the log of the delivery stream",
            heals=False,
        )

    def _failing(self, id: str, metric: str, reason: str) -> Watch:
        measure = self._measure(metric, AVERAGE)
        return self._watch(
            f"{id}Success",
            measure,
            self.settings.success_share,
            f"{reason}: read the log of the delivery stream",
            BELOW,
        )

    def _any(self, id: str, metric: str, reason: str, *, statistic: str = SUM, heals: bool = False) -> Watch:
        return self._watch(id, self._measure(metric, statistic), 0, reason, heals=heals)

    def _watch(
        self,
        id: str,
        measure: Measure | QuotaShare,
        threshold: float,
        why: str,
        comparison: cloudwatch.ComparisonOperator = ABOVE,
        *,
        heals: bool = True,
    ) -> Watch:
        return Watch(
            id=f"{self.id}{id}", measure=measure, threshold=threshold, why=why, comparison=comparison, heals=heals
        )

    def _measure(self, metric: str, statistic: str) -> Measure:
        dimensions = {"DeliveryStreamName": self.stream_name}
        return Measure(namespace=FIREHOSE, name=metric, dimensions=dimensions, statistic=statistic)
