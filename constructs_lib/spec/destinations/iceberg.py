"""Delivery to Iceberg tables: what `IcebergDestination` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.kept import backup
from constructs_lib.spec.destinations.objects import service_buffering
from constructs_lib.spec.destinations.reached import retry
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import Form, Forms, arn, flag, mapping, several
from constructs_lib.spec.part import MADE, Settings

ROUTES = {"database": "destinationDatabaseName", "table": "destinationTableName", "operation": "operation"}
OF_GLUE = ("prefix", "account", "region")
CATALOG, TABLES = "CatalogConfiguration", "DestinationTableConfigurationList"
WAREHOUSE = f"{CATALOG}.WarehouseLocation"


def tables(forms: Forms) -> Form:
    """The form of the tables."""
    table = {
        "database": forms.text("Of the table.", "firehose-iceberg-database-name-length"),
        "table": forms.text("Its name.", "firehose-iceberg-table-name-length"),
        "uniqueKeys": several(forms.text("A column."), "Columns that tell rows apart, for updates and deletes."),
        "partitionBy": several(forms.text("A column."), "Columns of a table that is created."),
        "errorPrefix": forms.text("Of what could not be written.", "firehose-iceberg-error-prefix-length"),
    }
    return several(mapping(table, "A table.", required=["database", "table"]), "Where to.")


def table(given: Settings) -> dict[str, Any]:
    """Give `DestinationTableConfiguration`."""
    columns = [{"SourceName": name} for name in given.get("partitionBy", ())]
    return {
        "DestinationDatabaseName": given.get("database"),
        "DestinationTableName": given.get("table"),
        "UniqueKeys": given.get("uniqueKeys"),
        "PartitionSpec": {"Identity": columns} if columns else None,
        "S3ErrorOutputPrefix": given.get("errorPrefix"),
    }


def route(forms: Forms) -> Form:
    """The form of what records choose."""
    choices = {name: forms.text("A jq expression.") for name in ROUTES}
    return mapping(choices, "What a record itself says of where it belongs.")


def location(given: Settings) -> str | None:
    """Give `WarehouseLocation`, which only what makes tables or columns needs."""
    warehouse = given.get("warehouse")
    creates = given.get("createTables") or given.get("evolveSchema")
    return f"s3://{warehouse.rpartition(':')[2]}/{given.get('prefix', '')}" if warehouse and creates else None


def contradictions(given: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find what is of a Glue catalog beside a table bucket, which is found through the account's own."""
    for keyword in OF_GLUE:
        if keyword in given and "tableBucket" in given:
            yield SchemaError((*path, keyword), f"{keyword} is of a Glue catalog: leave it out for a table bucket")


def enabled(given: Settings, keyword: str) -> dict[str, bool] | None:
    """Give a configuration that is there or not."""
    return {"Enabled": True} if given.get(keyword) else None


ICEBERG = Destination(
    keyword="iceberg",
    text="Iceberg tables.",
    property="IcebergDestinationConfiguration",
    metrics="DeliveryToIceberg",
    faults=("FailedRowCount",),
    one_of=("tableBucket", "warehouse"),
    fields=(
        Field(
            keyword="tableBucket",
            form=text_of("Name of a table bucket of S3 Tables; or give warehouse."),
            decide=lambda _: {f"{CATALOG}.CatalogArn": MADE},
            arguments={CATALOG: "tableBucket"},
        ),
        Field(
            keyword="warehouse",
            form=fixed(arn("s3", "Bucket of the tables of the account's Glue catalog; or give tableBucket.")),
            decide=lambda given: {WAREHOUSE: location(given)},
            arguments={WAREHOUSE: "warehouse"},
        ),
        Field(
            keyword="prefix",
            form=text_of("Under which tables are created in the warehouse."),
        ),
        Field(
            keyword="account",
            form=text_of("That has the Glue catalog; this one unless given."),
        ),
        Field(
            keyword="region",
            form=text_of("Of the Glue catalog; this one unless given."),
        ),
        Field(
            keyword="tables",
            form=tables,
            decide=lambda given: {TABLES: [table(Settings(each)) for each in given.get("tables", ())] or None},
            arguments={TABLES: "tables"},
        ),
        Field(keyword="route", form=route),
        decides("appendOnly", "AppendOnly", fixed(flag("Rows are inserted, never updated or deleted."))),
        Field(
            keyword="createTables",
            form=fixed(flag("Make tables that are not there.")),
            decide=lambda given: {"TableCreationConfiguration": enabled(given, "createTables")},
            arguments={"TableCreationConfiguration": "createTables"},
        ),
        Field(
            keyword="evolveSchema",
            form=fixed(flag("Add columns that are not there.")),
            decide=lambda given: {"SchemaEvolutionConfiguration": enabled(given, "evolveSchema")},
            arguments={"SchemaEvolutionConfiguration": "evolveSchema"},
        ),
        service_buffering("iceberg"),
        retry("iceberg"),
        backup(failed="FailedDataOnly", everything="AllData", mode="s3BackupMode"),
    ),
    contradictions=contradictions,
    queries=lambda given: {ROUTES[name]: query for name, query in given.get("route", {}).items()},
    queries_keyword="route",
)
