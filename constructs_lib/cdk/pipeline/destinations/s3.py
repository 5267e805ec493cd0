"""From the S3 destination of a pipeline spec to that of the constructs."""

from __future__ import annotations

from aws_cdk import Size

from constructs_lib.cdk.delivery import (
    Compression,
    EventTable,
    FormatConversion,
    GlueTable,
    HiveJson,
    OpenXJson,
    Orc,
    OrcCompression,
    Parquet,
    ParquetCompression,
    PartitionBy,
    S3Destination,
)
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, duration, only, source_backup
from constructs_lib.spec import Settings
from constructs_lib.spec.units import BYTES, SHORT


def to_s3(given: Settings, place: Place) -> Destination:
    """Deliver to a bucket."""
    compression, failures = given.get("compression"), given.get("failures")
    return S3Destination(
        bucket=place.bucket(given.get("bucket")),
        key=place.key(given),
        failures=place.around.failure_buckets[failures] if failures else None,
        prefix=given.get("prefix"),
        error_prefix=given.get("errorPrefix"),
        buffering=buffering(given),
        compression=Compression(compression) if compression else None,
        conversion=conversion(given.below("conversion")) if given.has("conversion") else None,
        time_zone=given.get("timeZone"),
        file_extension=given.get("fileExtension"),
        partition_by=partition_by(given.below("partitionBy")) if given.has("partitionBy") else None,
        source_backup=source_backup(given, place),
    )


def conversion(given: Settings) -> FormatConversion:
    """Convert to columns."""
    orc, parquet = given.below("orc"), given.below("parquet")
    columns = Orc(
        compression=OrcCompression(orc.get("compression", "SNAPPY")),
        block_size=size(orc, "blockSize"),
        stripe_size=size(orc, "stripeSize"),
        row_index_stride=orc.get("rowIndexStride"),
        bloom_filter_columns=tuple(orc.get("bloomFilterColumns", ())),
        bloom_filter_false_positives=orc.get("bloomFilterFalsePositives"),
        dictionary_threshold=orc.get("dictionaryThreshold"),
        padding=orc.get("padding"),
        padding_tolerance=orc.get("paddingTolerance"),
        format_version=orc.get("formatVersion"),
    )
    pages = Parquet(
        compression=ParquetCompression(parquet.get("compression", "SNAPPY")),
        block_size=size(parquet, "blockSize"),
        page_size=size(parquet, "pageSize"),
        max_padding=size(parquet, "maxPadding"),
        dictionary=parquet.get("dictionary"),
        writer_version=parquet.get("writerVersion"),
    )
    return FormatConversion(
        table=event_table(given.below("eventTable"))
        if given.has("eventTable")
        else GlueTable(**given.below("table").written),
        output=columns if given.has("orc") else pages,
        input=reader(given),
    )


def size(given: Settings, keyword: str) -> Size | None:
    """Give a size, if there is one."""
    amount = given.amount(keyword, BYTES)
    return None if amount is None else Size.bytes(amount)


def event_table(given: Settings) -> EventTable:
    """Define a table."""
    return EventTable(
        schema=given.get("schema"),
        name=given.get("name"),
        database=given.get("database"),
        types=given.get("types", {}),
        parameters=given.get("parameters", {}),
    )


def reader(given: Settings) -> OpenXJson | HiveJson:
    """Read JSON."""
    if given.has("hiveJson"):
        return HiveJson(timestamp_formats=tuple(given.below("hiveJson").get("timestampFormats")))
    open_x = given.below("openXJson")
    return OpenXJson(
        case_insensitive=open_x.get("caseInsensitive", True),
        dots_to_underscores=open_x.get("dotsToUnderscores", False),
        keys=open_x.get("keys", {}),
    )


def partition_by(given: Settings) -> PartitionBy:
    """Partition by keys of records."""
    return PartitionBy(
        queries=given.get("jq", {}),
        transform_keys=tuple(given.get("transformKeys", ())),
        **only(retry=duration(given, "retry", SHORT)),
    )
