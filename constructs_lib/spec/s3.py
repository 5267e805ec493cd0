"""Where objects are written: the S3 destination, and the backup beside any other."""

from __future__ import annotations

from typing import Any

from constructs_lib.spec.bound import Bound
from constructs_lib.spec.names import is_name
from constructs_lib.spec.part import MADE, Settings, below, logging
from constructs_lib.spec.processing import metadata_extraction
from constructs_lib.spec.units import MEBIBYTES, SHORT

DEFAULT_SIZE_MEBIBYTES = 128
DEFAULT_INTERVAL_SECONDS = 300
DEFAULT_RETRY_SECONDS = 300
DEFAULT_ERROR_PREFIX = "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"
DEFAULT_BACKUP_PREFIX = "source/!{timestamp:yyyy/MM/dd/HH}/"
DEFAULT_COMPRESSION = "GZIP"
UNCOMPRESSED = "UNCOMPRESSED"
SCHEMA = "DataFormatConversionConfiguration.SchemaConfiguration"
SERIALIZER = "DataFormatConversionConfiguration.OutputFormatConfiguration.Serializer"
BUFFERING_ARGUMENTS = {
    "BufferingHints": "buffering",
    "BufferingHints.SizeInMBs": "buffering.size",
    "BufferingHints.IntervalInSeconds": "buffering.interval",
}
OBJECT_ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    "BucketARN": "bucket",
    "EncryptionConfiguration": "key",
    "Prefix": "prefix",
    "ErrorOutputPrefix": "errorPrefix",
    "CompressionFormat": "compression",
}
S3_ARGUMENTS = {
    **OBJECT_ARGUMENTS,
    "DataFormatConversionConfiguration": "conversion",
    SCHEMA: "conversion.table",
    f"{SCHEMA}.DatabaseName": "conversion.table.database",
    f"{SCHEMA}.TableName": "conversion.table.name",
    f"{SCHEMA}.VersionId": "conversion.table.version",
    f"{SCHEMA}.CatalogId": "conversion.table.catalog",
    f"{SCHEMA}.Region": "conversion.table.region",
    f"{SERIALIZER}.ParquetSerDe": "conversion.parquet",
    f"{SERIALIZER}.ParquetSerDe.Compression": "conversion.parquet.compression",
    f"{SERIALIZER}.ParquetSerDe.WriterVersion": "conversion.parquet.writerVersion",
    f"{SERIALIZER}.OrcSerDe": "conversion.orc",
    f"{SERIALIZER}.OrcSerDe.Compression": "conversion.orc.compression",
    f"{SERIALIZER}.OrcSerDe.FormatVersion": "conversion.orc.formatVersion",
    "CustomTimeZone": "timeZone",
    "FileExtension": "fileExtension",
    "DynamicPartitioningConfiguration": "partitionBy",
    "DynamicPartitioningConfiguration.RetryOptions.DurationInSeconds": "partitionBy.retry",
}
BACKUP_ARGUMENTS = {"S3BackupMode": "backup.allRecords", **below("S3Configuration", {
    path: f"backup.{argument}" for path, argument in OBJECT_ARGUMENTS.items()
})}  # fmt: skip


def s3(given: Settings) -> Bound:
    """Give `ExtendedS3DestinationConfiguration`."""
    partition = given.below("partitionBy")
    queries = partition.get("jq", {})
    converted = given.has("conversion")
    configuration = {
        "BucketARN": given.get("bucket", MADE),
        "Prefix": given.get("prefix", hive_prefix(queries, partition.get("transformKeys", ())) or None),
        "ErrorOutputPrefix": given.get("errorPrefix", DEFAULT_ERROR_PREFIX),
        "BufferingHints": buffering(given, DEFAULT_SIZE_MEBIBYTES, DEFAULT_INTERVAL_SECONDS),
        "CompressionFormat": given.get("compression", UNCOMPRESSED if converted else DEFAULT_COMPRESSION),
        "DataFormatConversionConfiguration": conversion(given.below("conversion")) if converted else None,
        "CustomTimeZone": given.get("timeZone"),
        "FileExtension": given.get("fileExtension"),
        "EncryptionConfiguration": encryption(given),
        "DynamicPartitioningConfiguration": {
            "Enabled": True,
            "RetryOptions": {"DurationInSeconds": partition.amount("retry", SHORT, DEFAULT_RETRY_SECONDS)},
        }
        if given.has("partitionBy")
        else None,
    }
    return Bound(
        name="ExtendedS3DestinationConfiguration",
        configuration=configuration,
        arguments=S3_ARGUMENTS,
        processors=metadata_extraction(queries),
        queries="partitionBy.jq",
    )


def hive_prefix(queries: dict[str, str], transform_keys: list[str]) -> str:
    """Give the prefix that names every key as Hive does: `carrier=…/day=…/`."""
    from_query = [(key, "partitionKeyFromQuery") for key in queries]
    from_transform = [(key, "partitionKeyFromLambda") for key in transform_keys]
    return "".join(f"{key}=!{{{namespace}:{key}}}/" for key, namespace in from_query + from_transform)


def conversion(given: Settings) -> dict[str, Any]:
    """Give `DataFormatConversionConfiguration`."""
    table, orc, parquet = given.below("table"), given.below("orc"), given.below("parquet")
    columns = {"OrcSerDe": {"Compression": orc.get("compression", "SNAPPY"), "FormatVersion": orc.get("formatVersion")}}
    if not given.has("orc"):
        compression, version = parquet.get("compression", "SNAPPY"), parquet.get("writerVersion")
        columns = {"ParquetSerDe": {"Compression": compression, "WriterVersion": version}}
    return {
        "Enabled": True,
        "SchemaConfiguration": {
            "RoleARN": MADE,
            "CatalogId": table.get("catalog"),
            "DatabaseName": table.get("database"),
            "TableName": table.get("name"),
            "Region": table.get("region", MADE),
            "VersionId": table.get("version"),
        },
        "InputFormatConfiguration": {
            "Deserializer": {"OpenXJsonSerDe": {"CaseInsensitive": True, "ConvertDotsInJsonKeysToUnderscores": False}}
        },
        "OutputFormatConfiguration": {"Serializer": columns},
    }


def buffering(given: Settings, size: float, interval: float) -> dict[str, Any]:
    """Give `BufferingHints`."""
    hints = given.below("buffering")
    return {
        "SizeInMBs": hints.amount("size", MEBIBYTES, size),
        "IntervalInSeconds": hints.amount("interval", SHORT, interval),
    }


def encryption(given: Settings) -> Any:
    """Give `EncryptionConfiguration`: a bucket that is there keeps its own setting, one that is made has a key."""
    if key := given.get("key"):
        return {"KMSEncryptionConfig": {"AWSKMSKeyARN": key}}
    return MADE if is_name(given.get("bucket", "")) else None


def backup(given: Settings) -> dict[str, Any]:
    """Give `S3Configuration`."""
    bucket = given.get("bucket", "")
    return {
        "BucketARN": MADE if is_name(bucket) else bucket,
        "RoleARN": MADE,
        "Prefix": given.get("prefix", DEFAULT_BACKUP_PREFIX) if given.get("allRecords") else None,
        "ErrorOutputPrefix": given.get("errorPrefix", DEFAULT_ERROR_PREFIX),
        "BufferingHints": buffering(given, DEFAULT_SIZE_MEBIBYTES, DEFAULT_INTERVAL_SECONDS),
        "CompressionFormat": given.get("compression", DEFAULT_COMPRESSION),
        "EncryptionConfiguration": encryption(given),
        "CloudWatchLoggingOptions": logging("Backup"),
    }
