"""Records of a stream as Parquet in partitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Duration
from constructs import Construct

from constructs_lib.cdk.delivery import (
    Buffering,
    DeliveryStream,
    EventTable,
    FailureBucket,
    FormatConversion,
    KinesisSource,
    PartitionBy,
    S3Destination,
)
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.whole import whole
from constructs_lib.patterns.definitions.stream_to_lake import STREAM_TO_LAKE


class StreamToLake(PatternConstruct):
    """Define a stream whose JSON records come to rest as Parquet, in partitions that a Glue table knows.

    Args:
        scope: the parent.
        id: unique in the scope.
        table: name of the table, and beginning of the objects' keys.
        schema: JSON Schema of a record; fields by which it is partitioned become no columns.
        partition_by: fields of a record.
        retention_hours: for which the stream keeps records.
        buffer_seconds: after which a partition is written.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
        SchemaHasNoColumns: with everything in the schema that no column can hold.

    Example:
        >>> StreamToLake(
        ...     self, "Orders", table="orders", schema=ORDER_SCHEMA, partition_by=["shop"]
        ... )  # doctest: +SKIP
    """

    pattern = STREAM_TO_LAKE

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        table: str,
        schema: Mapping[str, Any],
        partition_by: Sequence[str],
        retention_hours: float = 48,
        buffer_seconds: int = 300,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        self.stream = DataStream(self, "Stream", retention=Duration.hours(retention_hours), key=self.key)
        keys = "".join(f"{key}=!{{partitionKeyFromQuery:{key}}}/" for key in partition_by)
        self.delivery = DeliveryStream(
            self,
            "ToLake",
            source=KinesisSource(self.stream),
            destination=S3Destination(
                prefix=f"{table}/{keys}",
                partition_by=PartitionBy.jq({key: f".{key}" for key in partition_by}),
                conversion=FormatConversion(table=EventTable(schema=schema, name=table)),
                buffering=Buffering(interval=Duration.seconds(buffer_seconds)),
                failures=FailureBucket(self, "Failures"),
            ),
        )
        self.monitor(alarm_topic_arn, streams=[self.stream], deliveries=[self.delivery])
