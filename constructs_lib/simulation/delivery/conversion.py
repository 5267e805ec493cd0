"""`DataFormatConversionConfiguration`: JSON records to one columnar file, and those that do not fit the schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.simulation.delivery.item import Item
from constructs_lib.simulation.delivery.properties import Properties, flag
from constructs_lib.simulation.errors import UnsupportedFeature
from constructs_lib.simulation.ports import ConversionFailure, Converter

OUTPUT_TYPE = "format-conversion-failed"
SERIALIZER = "ParquetSerDe"
EXTENSION = ".parquet"


@dataclass(slots=True)
class Converted:
    """What became of the records of a buffer.

    Attributes:
        body: the file; None where no record could be converted.
        items: what is in it.
        failed: what is not, each with the reason.
    """

    body: bytes | None = None
    items: list[Item] = field(default_factory=list)
    failed: list[tuple[Item, ConversionFailure]] = field(default_factory=list)


class Conversion:
    """The conversion of one delivery stream.

    Attributes:
        table: `dataCatalogTable` of the error objects.

    Raises:
        UnsupportedFeature: another format than Parquet, or nothing here converts.
    """

    def __init__(self, configuration: Properties, converter: Converter | None, *, account: str, region: str) -> None:
        serializer = (configuration.get("OutputFormatConfiguration") or {}).get("Serializer") or {}
        if SERIALIZER not in serializer:
            raise UnsupportedFeature(
                "DataFormatConversionConfiguration is simulated to Parquet alone; use ParquetSerDe"
            )
        if converter is None:
            raise UnsupportedFeature(
                "DataFormatConversionConfiguration is not simulated without a converter; leave it out or disable it"
            )
        self._configuration = configuration
        self._converter = converter
        schema: Properties = configuration.get("SchemaConfiguration") or {}
        self.table: dict[str, Any] = {
            "catalogId": schema.get("CatalogId") or account,
            "databaseName": schema.get("DatabaseName"),
            "tableName": schema.get("TableName"),
            "region": schema.get("Region") or region,
            "versionId": schema.get("VersionId") or "LATEST",
        }

    def convert(self, items: Sequence[Item]) -> Converted:
        """Convert what can be converted; one bad record keeps no other out of the file."""
        result = Converted()
        self._sort(items, result)
        if result.items and result.body is None:
            result.body = self._file(result.items)
        return result

    def _sort(self, items: Sequence[Item], result: Converted) -> None:
        """Find the bad records by halves."""
        try:
            body = self._file(items)
        except ConversionFailure as failure:
            if len(items) == 1 or not failure.of_record:
                result.failed += [(item, failure) for item in items]
                return
            middle = len(items) // 2
            self._sort(items[:middle], result)
            self._sort(items[middle:], result)
            result.body = None
            return
        result.items += items
        result.body = body

    def _file(self, items: Sequence[Item]) -> bytes:
        return self._converter.convert(self._configuration, [item.data for item in items])


def conversion_of(
    properties: Properties, converter: Converter | None, *, account: str, region: str
) -> Conversion | None:
    """Read `DataFormatConversionConfiguration`, which is on unless `Enabled` says otherwise."""
    configuration = properties.get("DataFormatConversionConfiguration")
    if not configuration or not flag(configuration.get("Enabled", True)):
        return None
    return Conversion(configuration, converter, account=account, region=region)
