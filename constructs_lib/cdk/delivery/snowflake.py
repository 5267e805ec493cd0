"""Delivery to a table of Snowflake."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from aws_cdk import Duration
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.backup import BACKUP_ARGUMENTS, Backup
from constructs_lib.cdk.delivery.buffering import BUFFERING_ARGUMENTS, Buffering, service_buffering
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.retry import RETRY_ARGUMENTS, retry_options, service_retry
from constructs_lib.cdk.delivery.secrets import secret_configuration

ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **BACKUP_ARGUMENTS,
    **RETRY_ARGUMENTS,
    "AccountUrl": "destination.account_url",
    "Database": "destination.database",
    "Schema": "destination.schema",
    "Table": "destination.table",
    "DataLoadingOption": "destination.data_loading",
    "ContentColumnName": "destination.content_column",
    "MetaDataColumnName": "destination.metadata_column",
    "SnowflakeRoleConfiguration.SnowflakeRole": "destination.snowflake_role",
    "SnowflakeVpcConfiguration.PrivateLinkVpceId": "destination.private_link",
}


class DataLoading(StrEnum):
    """What becomes of a record in the table, by CloudFormation's own values."""

    JSON = "JSON_MAPPING"
    CONTENT = "VARIANT_CONTENT_MAPPING"
    CONTENT_AND_METADATA = "VARIANT_CONTENT_AND_METADATA_MAPPING"


@dataclass(frozen=True, kw_only=True)
class SnowflakeDestination(Destination):
    """Load records, which are JSON objects, into a table.

    Attributes:
        account_url: ends with .snowflakecomputing.com.
        database: of the table.
        schema: of the table.
        table: where to.
        secret: JSON `{"user": "...", "private_key": "...", "key_passphrase": "..."}`; the last is optional.
        snowflake_role: that Snowflake runs with; the user's own default unless given.
        data_loading: keys of the JSON object are columns of the table unless given.
        content_column: that takes the record, when it is loaded as a variant.
        metadata_column: that takes what Firehose says about the record.
        private_link: the VPCE ID of the account, which `SYSTEM$GET_PRIVATELINK_CONFIG` tells; over the internet unless
            given.
        buffering: when records are loaded; the service's default, which is at once, unless given.
        retry: how long records are sent again; a minute, the service's default, unless given.
        backup: what is kept; what could not be loaded unless given.

    Example:
        >>> SnowflakeDestination(
        ...     account_url="https://acme.snowflakecomputing.com", database="AIR", schema="PUBLIC", table="FLIGHTS",
        ...     secret=user,
        ... )  # doctest: +SKIP
    """

    account_url: str
    database: str
    schema: str
    table: str
    secret: secretsmanager.ISecret
    snowflake_role: str | None = None
    data_loading: DataLoading = DataLoading.JSON
    content_column: str | None = None
    metadata_column: str | None = None
    private_link: str | None = None
    buffering: Buffering = field(
        default_factory=service_buffering("firehose-buffer-snowflake-size", "firehose-buffer-snowflake-interval")
    )
    retry: Duration = field(default_factory=service_retry("firehose-retry-snowflake"))
    backup: Backup = field(default_factory=Backup)

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define the backup, allow the role to read the secret, and give `SnowflakeDestinationConfiguration`."""
        backup = self.backup.bind(delivery)
        role, link = self.snowflake_role, self.private_link
        configuration = {
            "RoleARN": delivery.role.role_arn,
            "AccountUrl": self.account_url,
            "Database": self.database,
            "Schema": self.schema,
            "Table": self.table,
            "DataLoadingOption": self.data_loading.value,
            "ContentColumnName": self.content_column,
            "MetaDataColumnName": self.metadata_column,
            "SnowflakeRoleConfiguration": {"Enabled": True, "SnowflakeRole": role} if role else None,
            "SnowflakeVpcConfiguration": {"PrivateLinkVpceId": link} if link else None,
            "SecretsManagerConfiguration": secret_configuration(self.secret, delivery.role),
            "BufferingHints": self.buffering.properties("destination.buffering"),
            "RetryOptions": retry_options(self.retry),
            "ProcessingConfiguration": delivery.processing(),
            "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
            "S3BackupMode": self.backup.mode(failed="FailedDataOnly", everything="AllData"),
            "S3Configuration": backup.configuration,
        }
        return BoundDestination(
            name="SnowflakeDestinationConfiguration",
            configuration=present(configuration),
            arguments=ARGUMENTS,
            bucket=backup.bucket,
            failures=backup.bucket,
        )
