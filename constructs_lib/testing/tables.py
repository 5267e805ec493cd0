"""Compare records with the table of the Glue catalog that a conversion to Parquet or ORC reads its columns from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.policy.reading.delivery import conversion_of
from constructs_lib.policy.reading.tables import TABLE, is_meant
from constructs_lib.testing.hive_types import HiveType, hive_type

OPEN_X = "InputFormatConfiguration.Deserializer.OpenXJsonSerDe"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, and how members of records are matched with them.

    Attributes:
        table: logical id of the table.
        types: of the columns, by name.
        partitions: names of what stands in the keys of objects, and not in the objects.
        ignores_case: whether members match whatever their case.
        dots: whether a dot in a member matches an underscore of a column.
        renamed: member to column, where the definition says so.
    """

    table: str
    types: Mapping[str, HiveType]
    partitions: frozenset[str] = frozenset()
    ignores_case: bool = True
    dots: bool = False
    renamed: Mapping[str, str] | None = None

    def column(self, member: str) -> str:
        """Name the column of a member."""
        if self.renamed and member in self.renamed:
            return self.renamed[member]
        name = member.lower() if self.ignores_case else member
        return name.replace(".", "_") if self.dots else name

    def without_column(self, record: Mapping[str, Any]) -> list[str]:
        """Name the members that no column takes."""
        known = self.types.keys() | self.partitions
        return sorted(member for member in record if self.column(member) not in known)

    def problems(self, record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Say which values a column does not take: where, what it is, and what it should be."""
        for member, value in record.items():
            wanted = self.types.get(self.column(member))
            if wanted is not None:
                yield from wanted.problems(value, member)


def columns_of(stream: ResourceView) -> Columns | None:
    """Read the columns that a delivery stream converts to; `None` where it does not, or the table is not in sight.

    A table that takes its columns from a schema registry is not in sight.
    """
    try:
        conversion = conversion_of(stream)
        if conversion is None:
            return None
        schema = conversion["SchemaConfiguration"]
        for table in stream.view.of_type(TABLE):
            storage = table["TableInput.StorageDescriptor"]
            if is_meant(schema, table) and not storage["SchemaReference"].exists and storage["Columns"].items:
                return read_columns(table, conversion)
    except CannotDecide:
        return None
    return None


def read_columns(table: ResourceView, conversion: Value) -> Columns:
    """Read the columns of a table, and the settings of the deserializer."""
    reader = conversion[OPEN_X]
    sensitive = reader.exists and reader["CaseInsensitive"].flag is False
    mapped = reader["ColumnToJsonKeyMappings"]
    return Columns(
        table.id,
        {name: hive_type(kind) for name, kind in typed(table["TableInput.StorageDescriptor.Columns"])},
        partitions=frozenset(name for name, _ in typed(table["TableInput.PartitionKeys"])),
        ignores_case=not sensitive,
        dots=reader.exists and reader["ConvertDotsInJsonKeysToUnderscores"].flag is True,
        renamed={mapped[column].text or "": column for column in mapped.keys} if mapped.exists else {},
    )


def typed(columns: Value) -> Iterator[tuple[str, str]]:
    """Read names and types of columns."""
    for column in columns.items:
        yield (column["Name"].text or "").lower(), column["Type"].text or ""


def json_objects(data: bytes) -> list[dict[str, Any]] | None:
    """Read the JSON objects of a record, one after the other; `None` where it holds anything else, or nothing."""
    found: list[dict[str, Any]] = []
    reader = json.JSONDecoder()
    try:
        rest = data.decode().strip()
        while rest:
            value, end = reader.raw_decode(rest)
            if not isinstance(value, dict):
                return None
            found.append(value)
            rest = rest[end:].strip()
    except ValueError:
        return None
    return found or None
