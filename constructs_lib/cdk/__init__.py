"""Constructs for Kinesis Data Streams and Data Firehose. Only this package imports aws_cdk."""

from constructs_lib.cdk.consumers import FanOutConsumer, PollingConsumer
from constructs_lib.cdk.delivery import (
    PARTNERS,
    AppendDelimiter,
    Backup,
    Buffering,
    Compression,
    ContentEncoding,
    Deaggregation,
    Decompression,
    DeliveryStream,
    DirectPut,
    Endpoint,
    FailureBucket,
    HttpEndpointDestination,
    KinesisSource,
    LambdaTransform,
    LogMessageExtraction,
    PartitionBy,
    Partner,
    S3Destination,
    SourceBackup,
)
from constructs_lib.cdk.policy_plugin import KinesisConstructsPlugin
from constructs_lib.cdk.streams import DataStream, OnDemand, Provisioned

__all__ = [
    "PARTNERS", "AppendDelimiter", "Backup", "Buffering", "Compression", "ContentEncoding", "DataStream",
    "Deaggregation", "Decompression", "DeliveryStream", "DirectPut", "Endpoint", "FailureBucket", "FanOutConsumer",
    "HttpEndpointDestination", "KinesisConstructsPlugin", "KinesisSource", "LambdaTransform", "LogMessageExtraction",
    "OnDemand", "PartitionBy", "Partner", "Provisioned", "S3Destination", "SourceBackup",
    "PollingConsumer",
]  # fmt: skip
