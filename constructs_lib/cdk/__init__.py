"""Constructs for Kinesis Data Streams and Data Firehose. Only this package imports aws_cdk."""

from constructs_lib.cdk.consumers import FanOutConsumer, PollingConsumer
from constructs_lib.cdk.delivery import (
    Buffering,
    Compression,
    DeliveryStream,
    DirectPut,
    FailureBucket,
    KinesisSource,
    LambdaTransform,
    PartitionBy,
    S3Destination,
    SourceBackup,
)
from constructs_lib.cdk.policy_plugin import KinesisConstructsPlugin
from constructs_lib.cdk.streams import DataStream, OnDemand, Provisioned

__all__ = [
    "Buffering", "Compression", "DataStream", "DeliveryStream", "DirectPut", "FailureBucket", "FanOutConsumer",
    "KinesisConstructsPlugin", "KinesisSource", "LambdaTransform", "OnDemand", "PartitionBy", "Provisioned",
    "S3Destination", "SourceBackup",
    "PollingConsumer",
]  # fmt: skip
