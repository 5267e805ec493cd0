"""Delivery to Iceberg tables, in a Glue catalog or in S3 Tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Duration, Stack

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.backup import BACKUP_ARGUMENTS, Backup
from constructs_lib.cdk.delivery.buffering import BUFFERING_ARGUMENTS, Buffering, service_buffering
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.iceberg_catalog import IcebergCatalog
from constructs_lib.cdk.delivery.partitioning import metadata_extraction
from constructs_lib.cdk.delivery.retry import RETRY_ARGUMENTS, retry_options, service_retry

ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **{path: argument for path, argument in BACKUP_ARGUMENTS.items() if path != "S3BackupMode"},
    **RETRY_ARGUMENTS,
    "s3BackupMode": "destination.backup.all_records",
    "AppendOnly": "destination.append_only",
    "CatalogConfiguration": "destination.catalog",
    "CatalogConfiguration.WarehouseLocation": "destination.catalog.warehouse",
    "DestinationTableConfigurationList": "destination.tables",
}
ROUTES = {"database": "destinationDatabaseName", "table": "destinationTableName", "operation": "operation"}
"""What records may choose, to the name that Firehose has for it.

Source: Firehose Developer Guide, "Route incoming records to different Iceberg Tables".
"""


@dataclass(frozen=True, kw_only=True)
class IcebergTable:
    """A table that records are delivered to.

    Attributes:
        database: of the table.
        table: its name.
        unique_keys: columns that tell rows apart, for updates and deletes.
        partition_by: columns of a table that is created; as they are.
        error_prefix: of what could not be written into this table; that of the backup unless given.
    """

    database: str
    table: str
    unique_keys: tuple[str, ...] = ()
    partition_by: tuple[str, ...] = ()
    error_prefix: str | None = None

    def properties(self) -> dict[str, Any]:
        """Give `DestinationTableConfiguration` in CloudFormation's casing."""
        fields = [{"SourceName": name} for name in self.partition_by]
        return {
            "DestinationDatabaseName": self.database,
            "DestinationTableName": self.table,
            "UniqueKeys": list(self.unique_keys) or None,
            "PartitionSpec": {"Identity": fields} if fields else None,
            "S3ErrorOutputPrefix": self.error_prefix,
        }


@dataclass(frozen=True, kw_only=True)
class IcebergDestination(Destination):
    """Write records, which are JSON objects, into tables.

    Attributes:
        catalog: where tables are found.
        tables: where to; records choose by `route` among them, or among all in the catalog when none is given.
        route: `database`, `table` and `operation` to the jq expression that takes it out of a record.
        append_only: rows are inserted, never updated or deleted; faster. Firehose decides unless given.
        create_tables: make tables that are not there; needs a warehouse.
        evolve_schema: add columns that are not there; needs a warehouse.
        buffering: when files are written; the service's default unless given.
        retry: how long records are written again; 5 minutes, the service's default, unless given.
        backup: where what could not be written is kept; nothing else can be.

    Example:
        >>> IcebergDestination(
        ...     catalog=IcebergCatalog.s3_tables("lake"), tables=(IcebergTable(database="air", table="flights"),)
        ... ).retry.to_seconds()
        300
    """

    catalog: IcebergCatalog
    tables: tuple[IcebergTable, ...] = ()
    route: Mapping[str, str] = field(default_factory=dict)
    append_only: bool | None = None
    create_tables: bool = False
    evolve_schema: bool = False
    buffering: Buffering = field(
        default_factory=service_buffering("firehose-buffer-iceberg-size", "firehose-buffer-iceberg-interval")
    )
    retry: Duration = field(default_factory=service_retry("firehose-retry-iceberg"))
    backup: Backup = field(default_factory=Backup)

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define the backup, allow the role to write tables, and give `IcebergDestinationConfiguration`.

        Raises:
            ValueError: a route takes out what no record may choose.
        """
        prefixes = [table.error_prefix for table in self.tables if table.error_prefix]
        backup = self.backup.bind(delivery, more_prefixes=prefixes)
        tables = [(table.database, table.table) for table in self.tables]
        self.catalog.allow(delivery, tables, create=self.create_tables)
        creates = self.create_tables or self.evolve_schema
        configuration = {
            "RoleARN": delivery.role.role_arn,
            "CatalogConfiguration": {
                "CatalogArn": self.catalog.arn(Stack.of(delivery.scope)),
                "WarehouseLocation": self.catalog.location() if creates else None,
            },
            "DestinationTableConfigurationList": [table.properties() for table in self.tables] or None,
            "AppendOnly": self.append_only,
            "TableCreationConfiguration": {"Enabled": True} if self.create_tables else None,
            "SchemaEvolutionConfiguration": {"Enabled": True} if self.evolve_schema else None,
            "BufferingHints": self.buffering.properties("destination.buffering"),
            "RetryOptions": retry_options(self.retry),
            "ProcessingConfiguration": delivery.processing(self._routing()),
            "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
            "s3BackupMode": self.backup.mode(failed="FailedDataOnly", everything="AllData"),
            "S3Configuration": backup.configuration,
        }
        return BoundDestination(
            name="IcebergDestinationConfiguration",
            configuration=present(configuration),
            arguments=ARGUMENTS,
            bucket=backup.bucket,
            failures=backup.bucket,
        )

    def _routing(self) -> list[dict[str, Any]]:
        unknown = sorted(set(self.route) - set(ROUTES))
        if unknown:
            raise ValueError(f"route takes out {', '.join(unknown)}: records choose {', '.join(ROUTES)} only")
        return metadata_extraction({ROUTES[name]: query for name, query in self.route.items()})
