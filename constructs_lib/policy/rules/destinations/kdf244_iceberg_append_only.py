"""Unique keys of tables that only grow."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ICEBERG
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      IcebergDestinationConfiguration:
        AppendOnly: {only}
        DestinationTableConfigurationList:
          - {{DestinationDatabaseName: lake, DestinationTableName: orders, UniqueKeys: [id]}}
"""


@rule(
    id="KDF244",
    name="iceberg-append-only",
    title="tables that only grow have no unique keys",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="Firehose then only inserts: updates and deletes by key are out of order or lost",
    fix="leave AppendOnly or UniqueKeys out",
    source=limit("firehose-iceberg-append-only-unique-keys").read,
    bad=EXAMPLE.format(only="true"),
    good=EXAMPLE.format(only="false"),
)
def iceberg_append_only(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    destination = stream[ICEBERG]
    if destination["AppendOnly"].flag:
        for keys in destination.each("DestinationTableConfigurationList[].UniqueKeys"):
            if keys.items:
                yield Violation(
                    keys,
                    message="the table has unique keys, but the delivery only appends",
                    given="UniqueKeys with AppendOnly",
                    allowed="no UniqueKeys, or AppendOnly: false",
                )
