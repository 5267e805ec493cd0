"""A Glue table whose columns decide what Parquet and ORC hold: one that is there, or one made of a JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aws_cdk import Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.delivery.prefixes import fixed_beginning
from constructs_lib.cdk.delivery.serialization import OpenXJson, Orc, Parquet
from constructs_lib.spec.glue_columns import columns_of

if TYPE_CHECKING:  # Every delivery to S3 passes here, and few define a table: they load the module of Glue.
    from aws_cdk import aws_glue as glue

TYPE = "AWS::Glue::Table"
ARGUMENTS = {
    "DatabaseName": "destination.conversion.table.database",
    "TableInput.Name": "destination.conversion.table.name",
    "TableInput.StorageDescriptor.Columns": "destination.conversion.table.schema",
}
HIVE_PARTITION = re.compile(r"([^/=!{}]+)=!\{[^}]+\}")
HIVE = "org.apache.hadoop.hive.ql.io"
READERS = {
    Parquet: ("parquet", f"{HIVE}.parquet.MapredParquet{{}}Format", f"{HIVE}.parquet.serde.ParquetHiveSerDe"),
    Orc: ("orc", f"{HIVE}.orc.Orc{{}}Format", f"{HIVE}.orc.OrcSerde"),
}
"""Kind of object to its classification, its format with a place for `Input` or `Output`, and its SerDe.

Source: Athena User Guide, "Parquet SerDe" and "ORC SerDe".
"""


@dataclass(frozen=True, kw_only=True)
class GlueTable:
    """A table that is there, whose columns are the schema.

    Attributes:
        database: of the table.
        name: of the table.
        version: of the schema; the latest, whenever it changes, unless given.
        catalog: the account that has the catalog; this one unless given. Its catalog's policy lets the role in.
        region: of the catalog; that of the delivery stream unless given.
    """

    database: str
    name: str
    version: str | None = None
    catalog: str | None = None
    region: str | None = None

    @classmethod
    def of(cls, table: glue.CfnTable) -> GlueTable:
        """Name a table that this app defines."""
        return cls(database=table.database_name, name=table.ref)


@dataclass(frozen=True, kw_only=True)
class EventTable:
    """A table to define: its columns from a JSON Schema of the event, its partition keys from the prefix of objects.

    A key that the prefix names as Hive does, `carrier=!{...}/`, is a partition key and no column. Whoever queries has
    to add partitions, or let `parameters` project them.

    Attributes:
        schema: JSON Schema of the event, after the transform.
        name: of the table, in lower case.
        database: one of this app, or the name of one that is there; it is defined unless given.
        types: JSON Pointer into the schema to the type of Hive to use there.
        parameters: of the table, such as `projection.enabled`.

    Example:
        >>> schema = {"properties": {"carrier": {"type": "string"}, "delay": {"type": "integer"}}}
        >>> flights = EventTable(schema=schema, name="flights")
        >>> S3Destination(prefix="flights/", conversion=FormatConversion(table=flights))  # doctest: +SKIP
    """

    schema: Mapping[str, Any]
    name: str
    database: glue.CfnDatabase | str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)

    def define(
        self, scope: Construct, *, objects: Objects, output: Parquet | Orc, keys: OpenXJson | None = None
    ) -> GlueTable:
        """Define the table, and its database if need be.

        Args:
            scope: the delivery stream.
            objects: what the table reads.
            output: what they are.
            keys: how keys of events become names of columns.

        Raises:
            InvalidProperties: with every finding of the policy about the table.
            SchemaHasNoColumns: with everything in the schema that no column can hold.
            ValueError: the table would read failed records too.
        """
        partitions = HIVE_PARTITION.findall(objects.prefix)
        objects.require_no_errors(partitioned=bool(partitions))
        columns = columns_of(
            self.schema,
            types=self.types,
            keys=keys.keys if keys else None,
            dots_to_underscores=keys.dots_to_underscores if keys else False,
        )
        stack = Stack.of(scope)
        properties = {
            "CatalogId": stack.account,
            "DatabaseName": self._database(scope),
            "TableInput": {
                "Name": self.name,
                "TableType": "EXTERNAL_TABLE",
                "Parameters": {"classification": READERS[type(output)][0], **self.parameters},
                "PartitionKeys": [{"Name": name, "Type": "string"} for name in partitions] or None,
                "StorageDescriptor": _storage(objects, output, columns, partitions),
            },
        }
        properties = present(properties)
        approve(path_of(scope, "Table"), TYPE, properties, arguments=ARGUMENTS).annotate(scope)
        from aws_cdk import aws_glue as glue

        table = glue.CfnTable(scope, "Table", **l1.arguments(glue.CfnTableProps, properties))
        return GlueTable.of(table)

    def _database(self, scope: Construct) -> str:
        if isinstance(self.database, str):
            return self.database
        from aws_cdk import aws_glue as glue

        database = self.database or glue.CfnDatabase(
            scope,
            "Database",
            catalog_id=Stack.of(scope).account,
            database_input=glue.CfnDatabase.DatabaseInputProperty(),
        )
        return database.ref


@dataclass(frozen=True, kw_only=True)
class Objects:
    """Where a delivery stream writes the objects of a table.

    Attributes:
        bucket: which.
        prefix: of delivered objects.
        error_prefix: of failed records.
    """

    bucket: s3.IBucket
    prefix: str
    error_prefix: str

    @property
    def folder(self) -> str:
        """What the keys of all objects begin with, up to the last slash."""
        return "".join(fixed_beginning(self.prefix).rpartition("/")[:2])

    def require_no_errors(self, *, partitioned: bool) -> None:
        """Refuse a table that would read failed records as its own, which queries fail at.

        Raises:
            ValueError: they lie below the table's folder, and no partitions tell which part of it is read.
        """
        if not partitioned and fixed_beginning(self.error_prefix).startswith(self.folder):
            raise ValueError(
                f"the table would read what fails under {self.error_prefix!r} as its own: give a prefix of its own, "
                "such as 'flights/'"
            )


def _storage(
    objects: Objects, output: Parquet | Orc, columns: Mapping[str, str], partitions: list[str]
) -> dict[str, Any]:
    _, classes, serde = READERS[type(output)]
    return {
        "Location": f"s3://{objects.bucket.bucket_name}/{objects.folder}",
        "InputFormat": classes.format("Input"),
        "OutputFormat": classes.format("Output"),
        "SerdeInfo": {"SerializationLibrary": serde},
        "Columns": [{"Name": name, "Type": kind} for name, kind in columns.items() if name not in partitions],
    }
