"""The catalog of Iceberg tables."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ICEBERG
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      IcebergDestinationConfiguration:
        CatalogConfiguration: {catalog}
"""


@rule(
    id="KDF240",
    name="iceberg-catalog",
    title="a delivery to Iceberg says where its tables are",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it does not know where the tables are",
    fix="set CatalogArn to arn:aws:glue:REGION:ACCOUNT:catalog",
    source="botocore 1.44.5 firehose CatalogConfiguration documentation, 2026-11-17; "
    "https://github.com/aws/aws-cdk/pull/35761, whose integration test deploys a WarehouseLocation alone",
    bad=EXAMPLE.format(catalog="{}"),
    good=EXAMPLE.format(catalog='{CatalogArn: "arn:aws:glue:us-east-1:111122223333:catalog"}'),
)
def iceberg_catalog(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; a block that is missing as a whole is the schema's."""
    catalog = stream[f"{ICEBERG}.CatalogConfiguration"]
    if catalog.exists and catalog["CatalogArn"].absent and catalog["WarehouseLocation"].absent:
        yield Violation(catalog["CatalogArn"], message="the catalog has no ARN", allowed="the ARN of a Glue catalog")
