"""Constructs for Kinesis Data Streams and Data Firehose. Only this package imports aws_cdk."""

from constructs_lib.cdk.consumers import FanOutConsumer, PollingConsumer
from constructs_lib.cdk.delivery import (
    PARTNERS,
    AppendDelimiter,
    Backup,
    Buffering,
    Collection,
    Compression,
    ContentEncoding,
    DataLoading,
    Deaggregation,
    Decompression,
    DeliveryStream,
    DirectPut,
    DocumentId,
    Endpoint,
    FailureBucket,
    HecEndpointType,
    HttpEndpointDestination,
    IndexRotation,
    KinesisSource,
    LambdaTransform,
    LogMessageExtraction,
    OpenSearchDestination,
    OpenSearchServerlessDestination,
    PartitionBy,
    Partner,
    S3Destination,
    SnowflakeDestination,
    SourceBackup,
    SplunkDestination,
    VpcDelivery,
)
from constructs_lib.cdk.monitoring import AlarmSettings, PipelineMonitoring
from constructs_lib.cdk.policy_plugin import KinesisConstructsPlugin
from constructs_lib.cdk.streams import DataStream, OnDemand, Provisioned

__all__ = [
    "PARTNERS", "AlarmSettings", "AppendDelimiter", "Backup", "Buffering", "Collection", "Compression",
    "ContentEncoding", "DataLoading", "DataStream", "Deaggregation", "Decompression", "DeliveryStream", "DirectPut",
    "DocumentId", "Endpoint", "FailureBucket", "FanOutConsumer", "HecEndpointType", "HttpEndpointDestination",
    "IndexRotation", "KinesisConstructsPlugin", "KinesisSource", "LambdaTransform", "LogMessageExtraction", "OnDemand",
    "OpenSearchDestination", "OpenSearchServerlessDestination", "PartitionBy", "Partner", "PipelineMonitoring",
    "PollingConsumer", "Provisioned", "S3Destination", "SnowflakeDestination", "SourceBackup", "SplunkDestination",
    "VpcDelivery",
]  # fmt: skip
