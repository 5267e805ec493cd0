"""A channel's way into a table of S3 Tables."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.channels.access import allow_key, dead_letters
from constructs_lib.cdk.channels.bucket import BoundChannel
from constructs_lib.cdk.channels.options import GlueSchema, TableCompression

DEFAULT_COMPRESSION = TableCompression.ZSTD
HOURLY = "TIME_HOUR"
TABLE_ACTIONS = (
    "s3tables:CreateNamespace",
    "s3tables:CreateTable",
    "s3tables:GetTable",
    "s3tables:GetTableBucket",
    "s3tables:GetTableData",
    "s3tables:GetTableMetadataLocation",
    "s3tables:PutTableData",
    "s3tables:PutTableRecordExpirationConfiguration",
    "s3tables:TagResource",
    "s3tables:UpdateTableMetadataLocation",
)
ENCRYPTION_ACTION = "s3tables:PutTableEncryption"
TABLES_ARE_CREATED_LATER = "Kinesis creates the table, and S3 Tables then chooses the id in its ARN"


@dataclass(frozen=True, kw_only=True)
class ChannelTable:
    """Deliver records as rows of an Iceberg table, which Kinesis creates in a table bucket.

    Attributes:
        table_bucket_arn: of this account and region.
        namespace: in the table bucket.
        table: lower case, digits and underscores.
        schema: from which the columns come.
        compression: Zstandard unless given.
        partition_by: a column of type `timestamptz`, by whose hour the table is partitioned; not at all unless given.
        failures: where records rest that cannot be delivered; a `FailureBucket` is defined unless given.
        table_key: the customer key of the table bucket, if it has one.
    """

    table_bucket_arn: str
    namespace: str
    table: str
    schema: GlueSchema
    compression: TableCompression = DEFAULT_COMPRESSION
    partition_by: str | None = None
    failures: s3.IBucket | None = None
    table_key: kms.IKey | None = None

    def bind(self, scope: Construct, role: iam.Role, key: kms.IKey | None) -> BoundChannel:
        """Define what is not given, let the role write, and give `S3TablesDestinationConfiguration`."""
        failures, configuration = dead_letters(scope, role, self.failures)
        self._allow(role, key)
        fields = [{"Transform": HOURLY, "SourceName": self.partition_by}]
        return BoundChannel(
            failures=failures,
            property_name="S3TablesDestinationConfiguration",
            configuration={
                "S3TablesConfigurationList": [
                    {
                        "TableBucketARN": self.table_bucket_arn,
                        "Namespace": self.namespace,
                        "TableName": self.table,
                        "CompressionType": self.compression.value,
                        "PartitionSpec": {"PartitionFields": fields} if self.partition_by else None,
                    }
                ],
                "DeadLetterQueueS3Configuration": configuration,
            },
            record={"GSRSchemaARN": self.schema.arn},
        )

    def _allow(self, role: iam.Role, key: kms.IKey | None) -> None:
        encrypted = self.table_key or key
        tables = f"{self.table_bucket_arn}/table/*"
        allowed = (
            ([*TABLE_ACTIONS, *([ENCRYPTION_ACTION] if encrypted else [])], [self.table_bucket_arn, tables]),
            (["glue:GetSchemaVersion"], [self.schema.registry_arn, self.schema.arn]),
        )
        for actions, resources in allowed:
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        if self.table_key is not None:
            allow_key(role, self.table_key)
            self.table_key.grant(role, "kms:DescribeKey")
        acknowledge_wildcards(role, TABLES_ARE_CREATED_LATER, [tables])
