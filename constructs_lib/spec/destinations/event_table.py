"""A table to define, its columns from a JSON Schema of the event: what `EventTable` has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition, Reference
from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.glue_columns import SchemaHasNoColumns, columns_of
from constructs_lib.spec.keywords import Form, Forms, mapping, texts
from constructs_lib.spec.part import MADE, Part, Settings, present

EXPRESSION = "!{"
HIVE_PARTITION = re.compile(r"([^/=!{}]+)=!\{[^}]+\}")
ARGUMENTS = {
    "DatabaseName": "database",
    "TableInput.Name": "name",
    "TableInput.Parameters": "parameters",
    "TableInput.StorageDescriptor.Columns": "schema",
}


def event_table(forms: Forms) -> Form:
    """The form of a table to define."""
    return mapping(
        {
            "name": forms.text("Of the table, in lower case.", "glue-table-name-length"),
            "schema": {"description": "JSON Schema of the event, after the transform.", "type": "object"},
            "database": forms.text("Name of one that is there; one is defined unless given."),
            "types": texts("JSON Pointer into the schema to the type of Hive to use there."),
            "parameters": texts("Of the table: {projection.enabled: 'true'}."),
        },
        "A Glue table to define; keys that the prefix names as Hive does are its partitions.",
        required=["name", "schema"],
    )


def table_parts(given: Settings, prefix: str, name: str, place: Path) -> Iterator[Part]:
    """Make the definitions of the table of a conversion, and of its database.

    Args:
        given: the conversion.
        prefix: of the objects.
        name: of the delivery stream.
        place: of the conversion.
    """
    table = given.below("eventTable")
    place = (*place, "eventTable")
    database: Any = table.get("database")
    if database is None:
        database = Reference(f"{name}.Database")
        yield Part(Definition(database.target, "AWS::Glue::Database", {"CatalogId": MADE, "DatabaseInput": {}}), place)
    partitions = HIVE_PARTITION.findall(prefix)
    columns = {column: kind for column, kind in columns_in(given).items() if column not in partitions}
    properties = {
        "CatalogId": MADE,
        "DatabaseName": database,
        "TableInput": {
            "Name": table.get("name"),
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "orc" if given.has("orc") else "parquet", **table.get("parameters", {})},
            "PartitionKeys": [{"Name": each, "Type": "string"} for each in partitions] or None,
            "StorageDescriptor": {
                "Location": MADE,
                "InputFormat": MADE,
                "OutputFormat": MADE,
                "SerdeInfo": MADE,
                "Columns": [{"Name": column, "Type": kind} for column, kind in columns.items()],
            },
        },
    }
    yield Part(Definition(f"{name}.Table", "AWS::Glue::Table", present(properties), arguments=ARGUMENTS), place)


def columns_in(conversion: Settings) -> dict[str, str]:
    """Give the columns of the table of a conversion.

    Raises:
        SchemaHasNoColumns: with everything that no column can hold.
    """
    table, keys = conversion.below("eventTable"), conversion.below("openXJson")
    return columns_of(
        table.get("schema"),
        types=table.get("types"),
        keys=keys.get("keys"),
        dots_to_underscores=keys.get("dotsToUnderscores", False),
    )


def contradictions(given: Mapping[str, Any], prefix: str, error_prefix: str, path: Path) -> Iterator[SchemaError]:
    """Find what no column can hold, and a table that would read failed records as its own.

    Args:
        given: the conversion.
        prefix: of the objects.
        error_prefix: of failed records.
        path: of the conversion.
    """
    if "eventTable" not in given:
        return
    place = (*path, "eventTable")
    try:
        columns_in(Settings(given))
    except SchemaHasNoColumns as error:
        for pointer, problem in error.problems.items():
            yield SchemaError((*place, "schema", *steps(pointer)), f"no column can be made of this: {problem}")
    folder = "".join(prefix.partition(EXPRESSION)[0].rpartition("/")[:2])
    if not HIVE_PARTITION.search(prefix) and error_prefix.partition(EXPRESSION)[0].startswith(folder):
        text = (
            f"the table would read what fails under {error_prefix} as its own: give a prefix of its own, such as "
            f"{given['eventTable']['name']}/"
        )
        yield SchemaError(place, text)


def steps(pointer: str) -> tuple[str, ...]:
    """Give the path that a JSON Pointer stands for."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
