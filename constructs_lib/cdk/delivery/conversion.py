"""From JSON records to objects in Parquet or ORC, by the columns of a Glue table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aws_cdk import ArnFormat, Stack
from constructs import Construct

from constructs_lib.cdk.delivery.glue_table import EventTable, GlueTable, Objects
from constructs_lib.cdk.delivery.serialization import HiveJson, OpenXJson, Orc, Parquet
from constructs_lib.cdk.roles import ServiceRole

SERIALIZER = "DataFormatConversionConfiguration.OutputFormatConfiguration.Serializer"
CONVERSION_ARGUMENTS = {
    "DataFormatConversionConfiguration": "destination.conversion",
    "DataFormatConversionConfiguration.SchemaConfiguration.DatabaseName": "destination.conversion.table.database",
    "DataFormatConversionConfiguration.SchemaConfiguration.TableName": "destination.conversion.table.name",
    f"{SERIALIZER}.ParquetSerDe.BlockSizeBytes": "destination.conversion.output.block_size",
    f"{SERIALIZER}.ParquetSerDe.PageSizeBytes": "destination.conversion.output.page_size",
    f"{SERIALIZER}.ParquetSerDe.MaxPaddingBytes": "destination.conversion.output.max_padding",
    f"{SERIALIZER}.ParquetSerDe.WriterVersion": "destination.conversion.output.writer_version",
    f"{SERIALIZER}.OrcSerDe.BlockSizeBytes": "destination.conversion.output.block_size",
    f"{SERIALIZER}.OrcSerDe.StripeSizeBytes": "destination.conversion.output.stripe_size",
    f"{SERIALIZER}.OrcSerDe.RowIndexStride": "destination.conversion.output.row_index_stride",
    f"{SERIALIZER}.OrcSerDe.PaddingTolerance": "destination.conversion.output.padding_tolerance",
}
READ_SCHEMA = ("glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions")


@dataclass(frozen=True, kw_only=True)
class FormatConversion:
    """Write columns instead of JSON. Objects are not compressed as a whole: pages and chunks are.

    Attributes:
        table: with the columns: a `GlueTable` that is there, or an `EventTable` to define.
        output: Parquet with Snappy unless given.
        input: JSON, read by OpenX's deserializer, unless given.

    Example:
        >>> conversion = FormatConversion(table=GlueTable(database="air", name="flights"))
        >>> conversion.output.properties()["ParquetSerDe"]["Compression"]
        'SNAPPY'
    """

    table: GlueTable | EventTable
    output: Parquet | Orc = field(default_factory=Parquet)
    input: OpenXJson | HiveJson = field(default_factory=OpenXJson)

    def bind(self, scope: Construct, role: ServiceRole, objects: Objects) -> dict[str, Any]:
        """Define the table if need be, let the role read it, and give `DataFormatConversionConfiguration`.

        Source: Firehose Developer Guide, "Grant Firehose access to AWS Glue for data format conversion".
        """
        keys = self.input if isinstance(self.input, OpenXJson) else None
        table = (
            self.table.define(scope, objects=objects, output=self.output, keys=keys)
            if isinstance(self.table, EventTable)
            else self.table
        )
        stack = Stack.of(role)
        names = ("catalog", f"database/{table.database}", f"table/{table.database}/{table.name}")
        resources = [
            stack.format_arn(
                service="glue",
                resource=name,
                account=table.catalog,
                region=table.region,
                arn_format=ArnFormat.NO_RESOURCE_NAME,
            )
            for name in names
        ]
        role.permissions.allow(READ_SCHEMA, *resources)
        return {
            "Enabled": True,
            "SchemaConfiguration": {
                "RoleARN": role.role_arn,
                "CatalogId": table.catalog,
                "DatabaseName": table.database,
                "TableName": table.name,
                "Region": table.region or stack.region,
                "VersionId": table.version,
            },
            "InputFormatConfiguration": {"Deserializer": self.input.properties()},
            "OutputFormatConfiguration": {"Serializer": self.output.properties()},
        }
