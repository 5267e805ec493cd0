"""Channels: what delivers a stream without a delivery stream."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk import (
    Channel,
    ChannelBucket,
    ChannelTable,
    DataStream,
    FailureBucket,
    GlueSchema,
    ObjectCompression,
    PipelineMonitoring,
    RecordFormat,
    StorageClass,
    TableCompression,
)


class Channels(Stack):
    """Define a channel to a bucket and one to a table, of one stream.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: channels")
        stream = DataStream(self, "Delivered", key=kms.Key(self, "Key", enable_key_rotation=True))
        failures = FailureBucket(self, "Failures")
        to_bucket = Channel(
            self,
            "ToBucket",
            stream=stream,
            destination=ChannelBucket(
                key_template="flights/!{yyyy}/!{MM}/!{dd}/!{HH}/!{extension}",
                compression=ObjectCompression.ZSTD,
                storage_class=StorageClass.INTELLIGENT_TIERING,
                failures=failures,
            ),
            freshness=Duration.minutes(15),
            record_format=RecordFormat.BYTE_ARRAY,
        )
        to_table = Channel(
            self,
            "ToTable",
            stream=stream,
            destination=ChannelTable(
                table_bucket_arn=self.format_arn(service="s3tables", resource="bucket", resource_name="lake"),
                namespace="air",
                table="flights",
                schema=GlueSchema.named(self, registry="air", name="flights"),
                compression=TableCompression.SNAPPY,
                partition_by="departed",
                failures=failures,
            ),
        )
        PipelineMonitoring(self, "Monitoring", streams=[stream], channels=[to_bucket, to_table])
