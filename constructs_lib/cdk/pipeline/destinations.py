"""From the destinations of a pipeline spec to those of the constructs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aws_cdk import Duration, Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_opensearchservice as opensearch
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from constructs_lib.cdk.delivery import (
    Backup,
    Buffering,
    Compression,
    ContentEncoding,
    DocumentId,
    Endpoint,
    FailureBucket,
    FormatConversion,
    GlueTable,
    HttpEndpointDestination,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
    IndexRotation,
    OpenSearchDestination,
    Orc,
    OrcCompression,
    Parquet,
    ParquetCompression,
    PartitionBy,
    S3Destination,
)
from constructs_lib.cdk.delivery.buffering import DEFAULT_INTERVAL_SECONDS, DEFAULT_SIZE_MEBIBYTES
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.delivery.service_defaults import service_default
from constructs_lib.spec import Settings
from constructs_lib.spec.names import is_name
from constructs_lib.spec.units import MEBIBYTES, SHORT, Unit


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a destination defines what its ARNs name.

    Attributes:
        scope: the pipeline.
        name: of the delivery stream.
        failure_buckets: those that the spec names.
    """

    scope: Construct
    name: str
    failure_buckets: Mapping[str, FailureBucket]

    def key(self, given: Settings, part: str = "") -> kms.IKey | None:
        """The key that is written, if there is one."""
        arn = given.get("key")
        return kms.Key.from_key_arn(self.scope, f"{self.name}{part}Key", arn) if arn else None

    def bucket(self, text: str | None, part: str = "") -> s3.IBucket | None:
        """Find a bucket by its name in the spec or its ARN."""
        if text is None:
            return None
        if is_name(text):
            return self.failure_buckets[text]
        return s3.Bucket.from_bucket_arn(self.scope, f"{self.name}{part}Bucket", text)


def destination(
    scope: Construct, name: str, given: Settings, failure_buckets: Mapping[str, FailureBucket]
) -> Destination:
    """Give the destination of a delivery stream."""
    keyword = next(each for each in DESTINATIONS if given.has(each))
    place = Place(scope=scope, name=name, failure_buckets=failure_buckets)
    return DESTINATIONS[keyword](given.below(keyword), place)


def to_s3(given: Settings, place: Place) -> Destination:
    """Deliver to a bucket."""
    compression, failures = given.get("compression"), given.get("failures")
    return S3Destination(
        bucket=place.bucket(given.get("bucket")),
        key=place.key(given),
        failures=place.failure_buckets[failures] if failures else None,
        prefix=given.get("prefix"),
        error_prefix=given.get("errorPrefix"),
        buffering=buffering(given),
        compression=Compression(compression) if compression else None,
        conversion=conversion(given.below("conversion")) if given.has("conversion") else None,
        time_zone=given.get("timeZone"),
        file_extension=given.get("fileExtension"),
        partition_by=partition_by(given.below("partitionBy")) if given.has("partitionBy") else None,
    )


def conversion(given: Settings) -> FormatConversion:
    """Convert to columns."""
    table, orc, parquet = given.below("table"), given.below("orc"), given.below("parquet")
    columns = Orc(compression=OrcCompression(orc.get("compression", "SNAPPY")), format_version=orc.get("formatVersion"))
    pages = Parquet(
        compression=ParquetCompression(parquet.get("compression", "SNAPPY")),
        writer_version=parquet.get("writerVersion"),
    )
    return FormatConversion(table=GlueTable(**table.written), output=columns if given.has("orc") else pages)


def partition_by(given: Settings) -> PartitionBy:
    """Partition by keys of records."""
    return PartitionBy(
        queries=given.get("jq", {}),
        transform_keys=tuple(given.get("transformKeys", ())),
        **only(retry=duration(given, "retry", SHORT)),
    )


def to_http_endpoint(given: Settings, place: Place) -> Destination:
    """Deliver to an HTTPS endpoint."""
    secret = given.get("secret")
    return HttpEndpointDestination(
        endpoint=Endpoint(url=given.get("url"), name=given.get("name")),
        secret=secretsmanager.Secret.from_secret_complete_arn(place.scope, f"{place.name}Secret", secret)
        if secret
        else None,
        common_attributes=given.get("commonAttributes", {}),
        content_encoding=ContentEncoding(given.get("contentEncoding", "GZIP")),
        buffering=buffering(given, "http"),
        **delivered(given, place),
    )


def to_open_search(given: Settings, place: Place) -> Destination:
    """Deliver to an index."""
    return OpenSearchDestination(
        domain=domain(place, given.get("domain")),
        index=given.get("index"),
        index_rotation=IndexRotation(given.get("indexRotation", "OneDay")),
        type_name=given.get("typeName"),
        document_id=DocumentId(given.get("documentId", "FIREHOSE_DEFAULT")),
        buffering=buffering(given, "opensearch"),
        **delivered(given, place),
    )


def domain(place: Place, arn: str) -> opensearch.IDomain:
    """Find a domain; its endpoint is not needed."""
    return opensearch.Domain.from_domain_attributes(
        place.scope, f"{place.name}Domain", domain_arn=arn, domain_endpoint="https://unknown.invalid"
    )


def to_iceberg(given: Settings, place: Place) -> Destination:
    """Deliver to tables."""
    tables = [Settings(each) for each in given.get("tables", ())]
    warehouse = place.bucket(given.get("warehouse"), "Warehouse")
    return IcebergDestination(
        catalog=IcebergCatalog(table_bucket=given.get("tableBucket"), warehouse=warehouse),
        tables=tuple(
            IcebergTable(
                database=table.get("database"),
                table=table.get("table"),
                unique_keys=tuple(table.get("uniqueKeys", ())),
                partition_by=tuple(table.get("partitionBy", ())),
                error_prefix=table.get("errorPrefix"),
            )
            for table in tables
        ),
        route=given.get("route", {}),
        append_only=given.get("appendOnly"),
        create_tables=given.get("createTables", False),
        evolve_schema=given.get("evolveSchema", False),
        buffering=buffering(given, "iceberg"),
        **delivered(given, place),
    )


def delivered(given: Settings, place: Place) -> dict[str, Any]:
    """Give the arguments that every destination but S3 has."""
    kept = given.below("backup")
    backup = Backup(
        all_records=kept.get("allRecords", False),
        bucket=place.bucket(kept.get("bucket"), "Backup"),
        key=place.key(kept, "Backup"),
        buffering=buffering(kept),
        compression=Compression(kept.get("compression", "GZIP")),
        **only(prefix=kept.get("prefix"), error_prefix=kept.get("errorPrefix")),
    )
    return {"backup": backup, **only(retry=duration(given, "retry", SHORT))}


def buffering(given: Settings, facts: str | None = None) -> Buffering:
    """Give buffers: what is written, and else the default of the constructs, or of the service.

    Args:
        given: what holds `buffering`.
        facts: how the ids of the limits end, where the default is the service's.
    """
    hints = given.below("buffering")
    size, interval = (
        (service_default(f"firehose-buffer-{facts}-size"), service_default(f"firehose-buffer-{facts}-interval"))
        if facts
        else (DEFAULT_SIZE_MEBIBYTES, DEFAULT_INTERVAL_SECONDS)
    )
    return Buffering(
        size=Size.mebibytes(hints.amount("size", MEBIBYTES, size) or 0),
        interval=Duration.seconds(hints.amount("interval", SHORT, interval) or 0),
    )


def duration(given: Settings, keyword: str, unit: Unit, seconds: int = 1) -> Duration | None:
    """Give a time.

    Args:
        given: what holds it.
        keyword: its name.
        unit: what it is written in.
        seconds: how many of them the unit's own amount counts.
    """
    amount = given.amount(keyword, unit)
    return None if amount is None else Duration.seconds(amount * seconds)


def only(**arguments: Any) -> dict[str, Any]:
    """Leave out the arguments that are not given, so that defaults stand."""
    return {name: value for name, value in arguments.items() if value is not None}


DESTINATIONS: Mapping[str, Callable[[Settings, Place], Destination]] = {
    "s3": to_s3,
    "httpEndpoint": to_http_endpoint,
    "openSearch": to_open_search,
    "iceberg": to_iceberg,
}
"""Keyword to what makes its destination."""
