"""Delivery to Redshift, provisioned or serverless, by way of a bucket."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_redshift as redshift
from aws_cdk import aws_redshiftserverless as serverless
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.buffering import Buffering
from constructs_lib.cdk.delivery.compression import Compression
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.failures import FailureBucket
from constructs_lib.cdk.delivery.retry import RETRY_ARGUMENTS, retry_options, service_retry
from constructs_lib.cdk.delivery.s3_access import allow_delivery, encryption
from constructs_lib.cdk.delivery.secrets import require_no_password, secret_configuration
from constructs_lib.cdk.delivery.source_backup import SourceBackup

ARGUMENTS = {
    **RETRY_ARGUMENTS,
    "ClusterJDBCURL": "destination.database",
    "CopyCommand.DataTableName": "destination.table",
    "CopyCommand.DataTableColumns": "destination.columns",
    "CopyCommand.CopyOptions": "destination.copy_options",
    "S3Configuration.BufferingHints.SizeInMBs": "destination.staging.buffering.size",
    "S3Configuration.BufferingHints.IntervalInSeconds": "destination.staging.buffering.interval",
    "S3Configuration.CompressionFormat": "destination.staging.compression",
    "S3Configuration.Prefix": "destination.staging.prefix",
    "S3BackupConfiguration.BufferingHints.SizeInMBs": "destination.source_backup.buffering.size",
    "S3BackupConfiguration.BufferingHints.IntervalInSeconds": "destination.source_backup.buffering.interval",
    "S3BackupConfiguration.Prefix": "destination.source_backup.prefix",
    "S3BackupConfiguration.ErrorOutputPrefix": "destination.source_backup.error_prefix",
    "S3BackupConfiguration.CompressionFormat": "destination.source_backup.compression",
}
DEFAULT_COPY_OPTIONS = "JSON 'auto' GZIP"
"""Keys of a JSON object are columns of the table; staged objects are compressed."""


@dataclass(frozen=True)
class Database:
    """A database of Redshift. It must be publicly accessible, and let in Firehose's addresses.

    Attributes:
        jdbc_url: `jdbc:redshift://host:port/name`.
    """

    jdbc_url: str

    @classmethod
    def of_cluster(cls, cluster: redshift.CfnCluster, name: str) -> Database:
        """Name a database of a provisioned cluster that this app defines."""
        return cls(f"jdbc:redshift://{cluster.attr_endpoint_address}:{cluster.attr_endpoint_port}/{name}")

    @classmethod
    def of_workgroup(cls, workgroup: serverless.CfnWorkgroup, name: str) -> Database:
        """Name a database of a Serverless workgroup that this app defines."""
        address = workgroup.attr_workgroup_endpoint_address
        return cls(f"jdbc:redshift://{address}:{workgroup.attr_workgroup_endpoint_port}/{name}")


@dataclass(frozen=True, kw_only=True)
class Staging:
    """The bucket from which Redshift loads, which keeps what could not be loaded.

    Attributes:
        bucket: a `FailureBucket` is defined unless given; Firehose writes manifests into it too.
        prefix: of the objects, without expressions.
        buffering: when an object is written and loaded.
        compression: GZIP unless given; the COPY options name the same.
        retention: objects, loaded or not, are kept until somebody deletes them unless given.
        key: customer key; that of the bucket unless given.
    """

    bucket: s3.IBucket | None = None
    prefix: str | None = None
    buffering: Buffering = field(default_factory=Buffering)
    compression: Compression = Compression.GZIP
    retention: Duration | None = None
    key: kms.IKey | None = None

    def bind(self, delivery: Delivery) -> tuple[s3.IBucket, kms.IKey | None]:
        """Define the bucket if need be, and allow the role to write: manifests have prefixes of their own."""
        bucket = self.bucket or FailureBucket(delivery.scope, "Staging", key=self.key, retention=self.retention)
        key = self.key or bucket.encryption_key
        allow_delivery(delivery, bucket, (None,), key)
        return bucket, key

    def properties(self, delivery: Delivery, bucket: s3.IBucket, key: kms.IKey | None) -> dict[str, Any]:
        """Give `S3Configuration` in CloudFormation's casing."""
        return {
            "BucketARN": bucket.bucket_arn,
            "RoleARN": delivery.role.role_arn,
            "Prefix": self.prefix,
            "BufferingHints": self.buffering.properties("destination.staging.buffering"),
            "CompressionFormat": self.compression.value,
            "EncryptionConfiguration": encryption(key),
            "CloudWatchLoggingOptions": delivery.log.options("Staging", delivery.role),
        }


@dataclass(frozen=True, kw_only=True)
class RedshiftDestination(Destination):
    """Load records into a table with COPY.

    Attributes:
        database: with the table.
        table: where to.
        secret: JSON `{"username": "...", "password": "..."}`.
        columns: of the table, in the order of the fields; all, in the table's order, unless given.
        copy_options: JSON objects, compressed, unless given.
        staging: the bucket in between.
        retry: how long COPY is tried again; an hour, the service's default, unless given.
        source_backup: keep the records as they came in; not kept unless given.

    Example:
        >>> RedshiftDestination(
        ...     database=Database.of_workgroup(workgroup, "dev"), table="flights", secret=user
        ... )  # doctest: +SKIP
    """

    database: Database
    table: str
    secret: secretsmanager.ISecret
    columns: tuple[str, ...] = ()
    copy_options: str = DEFAULT_COPY_OPTIONS
    staging: Staging = field(default_factory=Staging)
    retry: Duration = field(default_factory=service_retry("firehose-retry-redshift"))
    source_backup: SourceBackup | None = None

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define the staging bucket, allow the role to read the secret, and give `RedshiftDestinationConfiguration`."""
        require_no_password(self.database.jdbc_url, "destination.database")
        bucket, key = self.staging.bind(delivery)
        backup = self.source_backup.bind(delivery, key) if self.source_backup else None
        configuration = {
            "RoleARN": delivery.role.role_arn,
            "ClusterJDBCURL": self.database.jdbc_url,
            "CopyCommand": {
                "DataTableName": self.table,
                "DataTableColumns": ",".join(self.columns) or None,
                "CopyOptions": self.copy_options,
            },
            "SecretsManagerConfiguration": secret_configuration(self.secret, delivery.role),
            "RetryOptions": retry_options(self.retry),
            "ProcessingConfiguration": delivery.processing(),
            "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
            "S3Configuration": self.staging.properties(delivery, bucket, key),
            "S3BackupMode": "Enabled" if backup else None,
            "S3BackupConfiguration": backup,
        }
        return BoundDestination(
            name="RedshiftDestinationConfiguration",
            configuration=present(configuration),
            arguments=ARGUMENTS,
            bucket=bucket,
            failures=bucket,
        )
