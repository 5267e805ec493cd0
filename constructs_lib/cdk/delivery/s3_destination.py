"""Delivery to S3."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Annotations, TimeZone
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from constructs_lib.cdk.attributes import bucket_arn, key_of, role_arn
from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.buffering import BUFFERING_ARGUMENTS, Buffering
from constructs_lib.cdk.delivery.compression import Compression
from constructs_lib.cdk.delivery.conversion import CONVERSION_ARGUMENTS, FormatConversion
from constructs_lib.cdk.delivery.data_bucket import DataBucket
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.failures import FailureBucket
from constructs_lib.cdk.delivery.glue_table import Objects
from constructs_lib.cdk.delivery.partitioning import PartitionBy
from constructs_lib.cdk.delivery.prefixes import DEFAULT_ERROR_PREFIX, fixed_beginning, require_apart
from constructs_lib.cdk.delivery.s3_access import allow_delivery, encryption
from constructs_lib.cdk.delivery.source_backup import SourceBackup
from constructs_lib.cdk.tree import remember_place

ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **CONVERSION_ARGUMENTS,
    "Prefix": "destination.prefix",
    "ErrorOutputPrefix": "destination.error_prefix",
    "CompressionFormat": "destination.compression",
    "CustomTimeZone": "destination.time_zone",
    "FileExtension": "destination.file_extension",
    "DynamicPartitioningConfiguration": "destination.partition_by",
    "DynamicPartitioningConfiguration.RetryOptions.DurationInSeconds": "destination.partition_by.retry",
    "S3BackupConfiguration.BufferingHints.SizeInMBs": "destination.source_backup.buffering.size",
    "S3BackupConfiguration.BufferingHints.IntervalInSeconds": "destination.source_backup.buffering.interval",
    "S3BackupConfiguration.Prefix": "destination.source_backup.prefix",
    "S3BackupConfiguration.ErrorOutputPrefix": "destination.source_backup.error_prefix",
    "S3BackupConfiguration.CompressionFormat": "destination.source_backup.compression",
}


@dataclass(frozen=True, kw_only=True)
class S3Destination(Destination):
    """Deliver to a bucket, and let what fails come to rest in a failure bucket.

    Attributes:
        bucket: where to; a bucket is defined unless given. A given bucket keeps its errors under `error_prefix`,
            because nothing here may add a replication rule to it.
        prefix: of the objects; the keys of `partition_by` unless given, or Firehose's own `yyyy/MM/dd/HH/`.
        error_prefix: of what fails; `errors/`, the kind of error and the day unless given.
        buffering: when an object is written.
        compression: GZIP unless given, or unless records are converted.
        conversion: write Parquet or ORC; records as they are unless given.
        time_zone: in which timestamps of prefixes are written; UTC unless given.
        file_extension: Firehose's own, such as `.gz`, unless given.
        partition_by: the keys that decide the prefix; none unless given. Only at creation.
        source_backup: keep the records as they came in; not kept unless given.
        failures: where failed records come to rest; a bucket is defined unless given.
        key: customer key of the objects; one is defined together with the bucket unless given.
    """

    bucket: s3.IBucket | None = None
    prefix: str | None = None
    error_prefix: str | None = None
    buffering: Buffering = field(default_factory=Buffering)
    compression: Compression | None = None
    conversion: FormatConversion | None = None
    time_zone: TimeZone | str | None = None
    file_extension: str | None = None
    partition_by: PartitionBy | None = None
    source_backup: SourceBackup | None = None
    failures: FailureBucket | None = None
    key: kms.IKey | None = None

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define the buckets, allow the role to write, and give `ExtendedS3DestinationConfiguration`."""
        prefix = self.prefix or (self.partition_by.prefix() if self.partition_by else None)
        error_prefix = self.error_prefix or DEFAULT_ERROR_PREFIX
        if self.bucket is None:
            place = self._own_place(delivery, prefix, error_prefix)
        else:
            place = self._given_place(delivery, self.bucket, error_prefix)
        allow_delivery(delivery, place.bucket, (prefix, error_prefix), place.key)
        return BoundDestination(
            name="ExtendedS3DestinationConfiguration",
            configuration=self._configuration(delivery, place, prefix, error_prefix),
            arguments=ARGUMENTS,
            bucket=place.bucket,
            failures=place.failures,
            dependencies=place.dependencies,
        )

    def _own_place(self, delivery: Delivery, prefix: str | None, error_prefix: str) -> _Place:
        require_apart(prefix, error_prefix)
        key = self.key or own_key(delivery.scope)
        failures = self.failures or FailureBucket(delivery.scope, "Failures", key=key)
        data = DataBucket(
            delivery.scope,
            "Data",
            key=key,
            failures=failures,
            errors_begin_with=fixed_beginning(error_prefix),
            acknowledgements=delivery.acknowledgements,
        )
        return _Place(bucket=data.bucket, failures=failures, key=key, dependencies=tuple(data.replicates_after))

    def _given_place(self, delivery: Delivery, bucket: s3.IBucket, error_prefix: str) -> _Place:
        if self.failures is not None:
            raise ValueError(
                "failures needs a bucket that is defined here, because a replication rule leads to it: leave bucket "
                "out, or leave failures out and keep failed records under error_prefix"
            )
        Annotations.of(delivery.scope).add_info(f"failed records stay in the given bucket, under {error_prefix}")
        return _Place(bucket=bucket, failures=bucket, key=self.key or key_of(bucket))

    def _configuration(
        self, delivery: Delivery, place: _Place, prefix: str | None, error_prefix: str
    ) -> dict[str, Any]:
        zone = self.time_zone.timezone_name if isinstance(self.time_zone, TimeZone) else self.time_zone
        backup = self.source_backup.bind(delivery, self.key or place.key) if self.source_backup else None
        objects = Objects(bucket=place.bucket, prefix=prefix or "", error_prefix=error_prefix)
        return present(
            {
                "BucketARN": bucket_arn(place.bucket),
                "RoleARN": role_arn(delivery.role),
                "Prefix": prefix,
                "ErrorOutputPrefix": error_prefix,
                "BufferingHints": self.buffering.properties("destination.buffering"),
                "CompressionFormat": (self.compression or self._default_compression()).value,
                "DataFormatConversionConfiguration": self.conversion.bind(delivery.scope, delivery.role, objects)
                if self.conversion
                else None,
                "CustomTimeZone": zone,
                "FileExtension": self.file_extension,
                "EncryptionConfiguration": encryption(place.key),
                "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
                "DynamicPartitioningConfiguration": self.partition_by.properties() if self.partition_by else None,
                "ProcessingConfiguration": delivery.processing(
                    self.partition_by.processors() if self.partition_by else ()
                ),
                "S3BackupMode": "Enabled" if backup else None,
                "S3BackupConfiguration": backup,
            }
        )

    def _default_compression(self) -> Compression:
        return Compression.NONE if self.conversion else Compression.GZIP


def own_key(scope: Construct) -> kms.Key:
    """Define the key of a delivery stream's buckets."""
    key = kms.Key(scope, "Key", enable_key_rotation=True)
    remember_place(key, scope, "Key")
    return key


@dataclass(frozen=True, kw_only=True)
class _Place:
    bucket: s3.IBucket
    failures: s3.IBucket
    key: kms.IKey | None
    dependencies: tuple[IDependable, ...] = ()
