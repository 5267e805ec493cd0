"""The columns of the table that a conversion reads its schema from."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.reading.tables import tables_meant
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Glue::Table
    Properties:
      CatalogId: "111122223333"
      DatabaseName: lake
      TableInput:
        Name: orders
        StorageDescriptor:
          Columns: [{column}]
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          SchemaConfiguration: {{DatabaseName: lake, TableName: orders}}
"""


@rule(
    id="KDF158",
    name="schema-table-columns",
    title="the table of a schema has columns",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="there is nothing to convert records to: none of them fits the schema",
    fix="give the columns of the records in StorageDescriptor.Columns of the table",
    source="https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html: the schema is a table "
    "(read 2026-11-21); what happens to one without columns is assumed",
    bad=EXAMPLE.format(column=""),
    good=EXAMPLE.format(column="{Name: id, Type: string}"),
)
def schema_table_columns(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream whose table is part of this app."""
    conversion = conversion_of(stream)
    if conversion is None:
        return
    schema = conversion["SchemaConfiguration"]
    for table in tables_meant(schema):
        if has_no_columns(table):
            yield Violation(
                schema["TableName"], message=f"the table {table.id} has no columns", allowed="a table with columns"
            )


def has_no_columns(table: ResourceView) -> bool:
    """Tell whether a table surely lists no columns, and takes none from elsewhere."""
    storage = table["TableInput.StorageDescriptor"]
    if storage["SchemaReference"].exists or table["OpenTableFormatInput"].exists:
        return False
    columns = storage["Columns"]
    return columns.absent or not (columns.undecided or columns.items)
