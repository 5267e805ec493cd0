"""Where Iceberg tables that Firehose makes are put."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ICEBERG
from constructs_lib.policy.rule import Violation, rule

FEATURES = ("SchemaEvolutionConfiguration", "TableCreationConfiguration")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      IcebergDestinationConfiguration:
        CatalogConfiguration: {{CatalogArn: "arn:aws:glue:us-east-1:111122223333:catalog"{warehouse}}}
        TableCreationConfiguration: {{Enabled: true}}
"""


@rule(
    id="KDF241",
    name="iceberg-warehouse",
    title="tables that are created or evolve have a warehouse",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: the location has to be configured with either feature",
    fix="set CatalogConfiguration.WarehouseLocation",
    source=limit("firehose-iceberg-warehouse-required").read,
    bad=EXAMPLE.format(warehouse=""),
    good=EXAMPLE.format(warehouse=", WarehouseLocation: s3://lake/tables"),
)
def iceberg_warehouse(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    destination = stream[ICEBERG]
    location = destination["CatalogConfiguration.WarehouseLocation"]
    for feature in FEATURES:
        if location.absent and destination[feature]["Enabled"].flag:
            yield Violation(location, message=f"{feature} is on, but there is no warehouse", allowed="an S3 location")
