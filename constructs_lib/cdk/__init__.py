"""Constructs for Kinesis Data Streams and Data Firehose. Only this package imports aws_cdk."""

from constructs_lib.cdk.consumers import FanOutConsumer, KclConsumer, PollingConsumer
from constructs_lib.cdk.delivery import (
    PARTNERS,
    AppendDelimiter,
    Backup,
    Buffering,
    Collection,
    Compression,
    ContentEncoding,
    DataLoading,
    Database,
    Deaggregation,
    Decompression,
    DeliveryStream,
    DirectPut,
    DocumentId,
    Endpoint,
    FailureBucket,
    HecEndpointType,
    HttpEndpointDestination,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
    IndexRotation,
    KinesisSource,
    LambdaTransform,
    LogMessageExtraction,
    OpenSearchDestination,
    OpenSearchServerlessDestination,
    PartitionBy,
    Partner,
    RedshiftDestination,
    S3Destination,
    SnowflakeDestination,
    SourceBackup,
    SplunkDestination,
    Staging,
    VpcDelivery,
)
from constructs_lib.cdk.monitoring import AlarmSettings, PipelineMonitoring
from constructs_lib.cdk.policy_plugin import KinesisConstructsPlugin
from constructs_lib.cdk.streams import DataStream, OnDemand, Provisioned, RecordDistribution

__all__ = [
    "PARTNERS", "AlarmSettings", "AppendDelimiter", "Backup", "Buffering", "Collection", "Compression",
    "ContentEncoding", "DataLoading", "DataStream", "Database", "Deaggregation", "Decompression", "DeliveryStream",
    "DirectPut", "DocumentId", "Endpoint", "FailureBucket", "FanOutConsumer", "HecEndpointType",
    "HttpEndpointDestination", "IcebergCatalog", "IcebergDestination", "IcebergTable", "IndexRotation",
    "KinesisConstructsPlugin", "KinesisSource", "LambdaTransform", "LogMessageExtraction", "OnDemand",
    "OpenSearchDestination", "OpenSearchServerlessDestination", "PartitionBy", "Partner", "PipelineMonitoring",
    "PollingConsumer", "Provisioned", "RedshiftDestination", "S3Destination", "SnowflakeDestination", "SourceBackup",
    "SplunkDestination", "Staging", "VpcDelivery", "RecordDistribution",
    "KclConsumer",
]  # fmt: skip
