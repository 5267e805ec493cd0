"""The Iceberg table that a record goes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.simulation.delivery.partitioning import compiled
from constructs_lib.simulation.delivery.properties import Properties

DATABASE, TABLE, OPERATION = "destinationDatabaseName", "destinationTableName", "operation"
OPERATIONS = ("insert", "update", "delete")


class NoRoute(Exception):
    """No table, or nothing that can be done there, is named for a record."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a record goes, and what it does there.

    Attributes:
        database: of the table.
        table: its name.
        operation: `insert`, `update` or `delete`.
    """

    database: str
    table: str
    operation: str

    def __str__(self) -> str:
        return f"{self.database}.{self.table}"


class TableRoutes:
    """Finds the table of each record: as the transform says, or else the query, or else the definition.

    Args:
        properties: of the destination.
        processors: of the delivery stream.

    Raises:
        InvalidDefinition: the query cannot be compiled.

    Source: Firehose Developer Guide, Route incoming records to a single Iceberg table; to different Iceberg tables
    """

    def __init__(self, properties: Properties, processors: Mapping[str, Mapping[str, str]]) -> None:
        query = processors.get("MetadataExtraction")
        self._program: Any = None if query is None else compiled(query)
        tables = properties.get("DestinationTableConfigurationList") or []
        self._only = tables[0] if len(tables) == 1 else {}

    def route(self, data: bytes, told: Mapping[str, Any]) -> Route:
        """Find the table of one record.

        Args:
            data: the record, as the processors leave it.
            told: `metadata.otfMetadata` of the transform's answer; empty where it says nothing.

        Raises:
            NoRoute: in one sentence.
        """
        found = told or self._asked(data)
        database = found.get(DATABASE) or self._only.get("DestinationDatabaseName")
        table = found.get(TABLE) or self._only.get("DestinationTableName")
        operation = found.get(OPERATION) or OPERATIONS[0]
        if not isinstance(database, str) or not isinstance(table, str):
            raise NoRoute("no database and table are named for it")
        if operation not in OPERATIONS:
            raise NoRoute(f"operation {operation!r} is none of {', '.join(OPERATIONS)}")
        return Route(database, table, operation)

    def _asked(self, data: bytes) -> Mapping[str, Any]:
        if self._program is None:
            return {}
        try:
            results = self._program.input_text(data.decode()).all()
        except ValueError as error:
            raise NoRoute(f"the query cannot be applied to it: {error}") from None
        if len(results) != 1 or not isinstance(results[0], dict):
            raise NoRoute("the query makes no one object of it")
        return dict(results[0])
