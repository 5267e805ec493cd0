"""The bucket beside a destination that is not S3: what could not be delivered, or everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.buffering import Buffering
from constructs_lib.cdk.delivery.compression import Compression
from constructs_lib.cdk.delivery.destinations import Delivery
from constructs_lib.cdk.delivery.failures import FailureBucket
from constructs_lib.cdk.delivery.prefixes import DEFAULT_BACKUP_PREFIX, DEFAULT_ERROR_PREFIX, require_apart
from constructs_lib.cdk.delivery.s3_access import allow_delivery, encryption

BACKUP_ARGUMENTS = {
    "S3BackupMode": "destination.backup.all_records",
    "S3Configuration.BufferingHints.SizeInMBs": "destination.backup.buffering.size",
    "S3Configuration.BufferingHints.IntervalInSeconds": "destination.backup.buffering.interval",
    "S3Configuration.Prefix": "destination.backup.prefix",
    "S3Configuration.ErrorOutputPrefix": "destination.backup.error_prefix",
    "S3Configuration.CompressionFormat": "destination.backup.compression",
}


@dataclass(frozen=True, kw_only=True)
class Backup:
    """Keep what could not be delivered, so that it can be replayed.

    Attributes:
        all_records: keep every record, delivered or not.
        bucket: where to; a `FailureBucket` is defined unless given.
        prefix: of delivered records, when all are kept; `source/` and the hour unless given.
        error_prefix: of failed records; `errors/`, the kind of error and the day unless given.
        buffering: when an object is written.
        compression: GZIP unless given.
        key: customer key; that of the bucket unless given.
    """

    all_records: bool = False
    bucket: s3.IBucket | None = None
    prefix: str = DEFAULT_BACKUP_PREFIX
    error_prefix: str = DEFAULT_ERROR_PREFIX
    buffering: Buffering = field(default_factory=Buffering)
    compression: Compression = Compression.GZIP
    key: kms.IKey | None = None

    def bind(self, delivery: Delivery, *, more_prefixes: Iterable[str] = ()) -> BoundBackup:
        """Define the bucket if need be, allow the role to write, and give `S3Configuration`.

        Args:
            delivery: the delivery stream.
            more_prefixes: under which the destination writes too.

        Raises:
            ValueError: failed records could not be told from delivered ones.
        """
        prefix = self.prefix if self.all_records else None
        require_apart(prefix, self.error_prefix)
        bucket = self.bucket or FailureBucket(delivery.scope, "Failures", key=self.key)
        key = self.key or bucket.encryption_key
        prefixes = [prefix] if prefix else []
        allow_delivery(delivery, bucket, [*prefixes, self.error_prefix, *more_prefixes], key)
        configuration = {
            "BucketARN": bucket.bucket_arn,
            "RoleARN": delivery.role.role_arn,
            "Prefix": prefix,
            "ErrorOutputPrefix": self.error_prefix,
            "BufferingHints": self.buffering.properties("destination.backup.buffering"),
            "CompressionFormat": self.compression.value,
            "EncryptionConfiguration": encryption(key),
            "CloudWatchLoggingOptions": delivery.log.options("Backup", delivery.role),
        }
        return BoundBackup(bucket=bucket, configuration=present(configuration))

    def mode(self, *, failed: str, everything: str) -> str:
        """Give `S3BackupMode` in the words of a destination."""
        return everything if self.all_records else failed


@dataclass(frozen=True, kw_only=True)
class BoundBackup:
    """A backup that is defined.

    Attributes:
        bucket: where failed records come to rest.
        configuration: `S3Configuration` in CloudFormation's casing.
    """

    bucket: s3.IBucket
    configuration: dict[str, Any]
