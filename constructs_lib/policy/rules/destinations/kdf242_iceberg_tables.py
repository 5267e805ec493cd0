"""Which Iceberg tables records go to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ICEBERG, processors
from constructs_lib.policy.rule import Violation, rule

ROUTERS = ("Lambda", "MetadataExtraction")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      IcebergDestinationConfiguration:
        CatalogConfiguration: {{CatalogArn: "arn:aws:glue:us-east-1:111122223333:catalog"}}
        {tables}
"""


@rule(
    id="KDF242",
    name="iceberg-tables",
    title="records for Iceberg have a table, or a processor that chooses one",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: without such a processor it wants a default table",
    fix="add an entry to DestinationTableConfigurationList, or a Lambda or MetadataExtraction processor",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-firehose-iceberg-default-table-config, "
    "2026-09-10",
    bad=EXAMPLE.format(tables="DestinationTableConfigurationList: []"),
    good=EXAMPLE.format(tables="DestinationTableConfigurationList: [{DestinationTableName: orders}]"),
)
def iceberg_tables(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream from a Kinesis stream, MSK or producers; tables of a database are known by its own."""
    destination = stream[ICEBERG]
    tables = destination["DestinationTableConfigurationList"]
    if destination.absent or stream["DatabaseSourceConfiguration"].exists or tables.items:
        return
    if not any(processors(destination, router) for router in ROUTERS):
        yield Violation(
            tables,
            message="no table is named, and no processor chooses one",
            given="no table",
            allowed="a table, or a Lambda or MetadataExtraction processor",
        )
