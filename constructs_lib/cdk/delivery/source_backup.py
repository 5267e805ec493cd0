"""A copy of every record as it came in, before the transform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk.delivery.buckets import SecureBucket
from constructs_lib.cdk.delivery.buffering import Buffering
from constructs_lib.cdk.delivery.compression import Compression
from constructs_lib.cdk.delivery.destinations import Delivery
from constructs_lib.cdk.delivery.prefixes import DEFAULT_BACKUP_PREFIX, DEFAULT_ERROR_PREFIX
from constructs_lib.cdk.delivery.s3_access import allow_delivery, encryption


@dataclass(frozen=True, kw_only=True)
class SourceBackup:
    """Keep the records as they came in, so that a wrong transform can be repaired. It cannot be switched off again.

    Attributes:
        bucket: where to; the destination defines a bucket of its own unless given.
        prefix: under which; `source/` and the hour unless given.
        error_prefix: where records are written that could not be backed up.
        buffering: when an object is written.
        compression: GZIP unless given.
        key: customer key; that of the destination unless given.
    """

    bucket: s3.IBucket | None = None
    prefix: str = DEFAULT_BACKUP_PREFIX
    error_prefix: str = DEFAULT_ERROR_PREFIX
    buffering: Buffering = field(default_factory=Buffering)
    compression: Compression = Compression.GZIP
    key: kms.IKey | None = None

    def bind(self, delivery: Delivery, key: kms.IKey | None) -> dict[str, Any]:
        """Define the bucket if need be, allow the role to write, and give `S3BackupConfiguration`.

        Args:
            delivery: the delivery stream.
            key: the destination's own.
        """
        key = self.key or key
        bucket = self.bucket or SecureBucket(delivery.scope, "SourceBackup", key=key)
        key = key or bucket.encryption_key
        allow_delivery(delivery, bucket, (self.prefix, self.error_prefix), key)
        return {
            "BucketARN": bucket.bucket_arn,
            "RoleARN": delivery.role.role_arn,
            "Prefix": self.prefix,
            "ErrorOutputPrefix": self.error_prefix,
            "BufferingHints": self.buffering.properties("destination.source_backup.buffering"),
            "CompressionFormat": self.compression.value,
            "EncryptionConfiguration": encryption(key),
            "CloudWatchLoggingOptions": delivery.log.options("SourceBackup", delivery.role),
        }
