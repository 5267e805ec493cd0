"""Read the tables that conversions take their schema from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.graph.readers.account import Place
from constructs_lib.operate.audit.account import Account

TABLE = "AWS::Glue::Table"
CONVERSION, SCHEMA = "DataFormatConversionConfiguration", "SchemaConfiguration"
Schema = tuple[str, str]
"""Names of database and table."""


def schemas_of(definitions: Iterable[Definition], place: Place) -> list[Schema]:
    """The tables of this place that delivery streams convert by."""
    found = (each for definition in definitions for each in held(definition.properties))
    return list(dict.fromkeys(named for each in found if (named := schema_of(each, place))))


def held(value: object) -> Iterator[Mapping[str, Any]]:
    """The conversions that are switched on."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == CONVERSION and isinstance(inner, dict) and inner.get("Enabled", True):
                yield inner.get(SCHEMA) or {}
            else:
                yield from held(inner)


def schema_of(schema: Mapping[str, Any], place: Place) -> Schema | None:
    """The table that a schema names, if it is one of this account and region."""
    elsewhere = schema.get("CatalogId", place.account), schema.get("Region", place.region)
    database, table = schema.get("DatabaseName"), schema.get("TableName")
    return (database, table) if database and table and elsewhere == (place.account, place.region) else None


def read_table(account: Account, schema: Schema, place: Place) -> list[Definition]:
    """Read the columns of a table."""
    database, name = schema
    told = account.ask("glue:GetTable", f"{database}.{name}", DatabaseName=database, Name=name)["Table"]
    storage = told.get("StorageDescriptor") or {}
    own = {key: storage[key] for key in ("Columns", "SchemaReference") if storage.get(key)}
    where = f"{place.region}:{place.account}"
    return [
        Definition(
            f"arn:{place.partition}:glue:{where}:table/{database}/{name}",
            TABLE,
            {"DatabaseName": database, "TableInput": {"Name": name, "StorageDescriptor": own}},
        )
    ]
