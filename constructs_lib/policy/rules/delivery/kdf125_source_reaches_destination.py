"""Sources that deliver to some destinations only."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import (
    DELIVERY_STREAM,
    EXTENDED_S3,
    ICEBERG,
    PLAIN_S3,
    destinations,
    kind,
    stream_type,
)
from constructs_lib.policy.rule import Violation, rule

DATABASE = "DatabaseAsSource"
CLUSTER, SERVERLESS = "MSKSourceConfiguration.MSKClusterARN", "AWS::MSK::ServerlessCluster"
REACHABLE = {
    DATABASE: ((ICEBERG,), Severity.ERROR),
    "MSKAsSource": ((EXTENDED_S3, PLAIN_S3, ICEBERG), Severity.WARNING),
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: DatabaseAsSource
      {destination}: {{RoleARN: "arn:aws:iam::111122223333:role/delivery"}}
"""


@rule(
    id="KDF125",
    name="source-reaches-destination",
    title="a database delivers to Iceberg, and an MSK cluster to S3 or Iceberg",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="deliver to IcebergDestinationConfiguration, or choose another source",
    source=limit("firehose-database-iceberg-only").read,
    bad=EXAMPLE.format(destination="ExtendedS3DestinationConfiguration"),
    good=EXAMPLE.format(destination="IcebergDestinationConfiguration"),
)
def source_reaches_destination(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; for MSK a full list of destinations is not published, so others are warned about."""
    reachable, severity = REACHABLE.get(stream_type(stream), ((), Severity.INFO))
    for destination in destinations(stream):
        if reachable and kind(destination) not in reachable:
            yield Violation(
                destination,
                message=f"{stream_type(stream)} does not deliver to {kind(destination)}",
                given=kind(destination),
                allowed=" or ".join(reachable),
                severity=severity,
            )
    cluster = stream[CLUSTER].reference
    found = None if cluster is None else stream.view.find(stream.resource.template, cluster.target)
    if found is not None and found.type == SERVERLESS and stream[ICEBERG].exists:
        yield Violation(
            stream[ICEBERG],
            message=f"{found.id} is a serverless cluster, which does not deliver to Iceberg",
            given=ICEBERG,
            allowed="a provisioned cluster, or S3",
            severity=Severity.WARNING,
        )
