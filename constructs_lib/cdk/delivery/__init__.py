"""Firehose delivery streams: sources, processing, destinations, failures."""

from typing import TYPE_CHECKING

from constructs_lib.lazy import lazily

if TYPE_CHECKING:
    from constructs_lib.cdk.delivery.backup import Backup
    from constructs_lib.cdk.delivery.buffering import Buffering
    from constructs_lib.cdk.delivery.compression import Compression
    from constructs_lib.cdk.delivery.conversion import FormatConversion
    from constructs_lib.cdk.delivery.database_source import DatabaseEngine, DatabaseSource, Selection
    from constructs_lib.cdk.delivery.delivery_stream import DeliveryStream
    from constructs_lib.cdk.delivery.failures import FailureBucket
    from constructs_lib.cdk.delivery.glue_table import EventTable, GlueTable
    from constructs_lib.cdk.delivery.http_endpoint import ContentEncoding, Endpoint, HttpEndpointDestination
    from constructs_lib.cdk.delivery.iceberg import IcebergDestination, IcebergTable
    from constructs_lib.cdk.delivery.iceberg_catalog import IcebergCatalog
    from constructs_lib.cdk.delivery.msk_source import MskConnectivity, MskSource, firehose_cluster_policy
    from constructs_lib.cdk.delivery.opensearch import DocumentId, IndexRotation, OpenSearchDestination
    from constructs_lib.cdk.delivery.opensearch_serverless import Collection, OpenSearchServerlessDestination
    from constructs_lib.cdk.delivery.partitioning import PartitionBy
    from constructs_lib.cdk.delivery.partners import PARTNERS, Partner
    from constructs_lib.cdk.delivery.processing import (
        AppendDelimiter,
        Deaggregation,
        Decompression,
        LogMessageExtraction,
    )
    from constructs_lib.cdk.delivery.python_entry import PythonEntry
    from constructs_lib.cdk.delivery.python_function import PythonFunction
    from constructs_lib.cdk.delivery.redshift import Database, RedshiftDestination, Staging
    from constructs_lib.cdk.delivery.s3_destination import S3Destination
    from constructs_lib.cdk.delivery.serialization import (
        HiveJson,
        OpenXJson,
        Orc,
        OrcCompression,
        Parquet,
        ParquetCompression,
    )
    from constructs_lib.cdk.delivery.snowflake import DataLoading, SnowflakeDestination
    from constructs_lib.cdk.delivery.source_backup import SourceBackup
    from constructs_lib.cdk.delivery.sources import DirectPut, KinesisSource
    from constructs_lib.cdk.delivery.splunk import HecEndpointType, SplunkDestination
    from constructs_lib.cdk.delivery.transform import LambdaTransform
    from constructs_lib.cdk.delivery.vpc import VpcDelivery
    from constructs_lib.spec.glue_columns import SchemaHasNoColumns

__getattr__, __dir__ = lazily(__name__)

__all__ = [
    "PARTNERS", "AppendDelimiter", "Backup", "Buffering", "Collection", "Compression", "ContentEncoding",
    "DataLoading", "Database", "DatabaseEngine", "DatabaseSource", "Deaggregation", "Decompression",
    "DeliveryStream", "DirectPut", "DocumentId", "Endpoint", "EventTable", "FailureBucket", "FormatConversion",
    "GlueTable", "HecEndpointType", "HiveJson", "HttpEndpointDestination", "IcebergCatalog",
    "IcebergDestination", "IcebergTable", "IndexRotation", "KinesisSource", "LambdaTransform",
    "LogMessageExtraction", "MskConnectivity", "MskSource", "OpenSearchDestination",
    "OpenSearchServerlessDestination", "OpenXJson", "Orc", "OrcCompression", "Parquet", "ParquetCompression",
    "PartitionBy", "Partner", "PythonEntry", "PythonFunction", "RedshiftDestination", "S3Destination",
    "SchemaHasNoColumns", "Selection", "SnowflakeDestination", "SourceBackup", "SplunkDestination", "Staging",
    "VpcDelivery", "firehose_cluster_policy",
]  # fmt: skip
