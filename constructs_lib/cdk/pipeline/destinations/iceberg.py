"""From the Iceberg tables of a pipeline spec to those of the constructs."""

from __future__ import annotations

from constructs_lib.cdk.delivery import IcebergCatalog, IcebergDestination, IcebergTable
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, delivered
from constructs_lib.spec import Settings


def to_iceberg(given: Settings, place: Place) -> Destination:
    """Deliver to tables."""
    tables = [Settings(each) for each in given.get("tables", ())]
    warehouse = place.bucket(given.get("warehouse"), "Warehouse")
    return IcebergDestination(
        catalog=IcebergCatalog(
            table_bucket=given.get("tableBucket"),
            warehouse=warehouse,
            prefix=given.get("prefix", ""),
            account=given.get("account"),
            region=given.get("region"),
        ),
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
