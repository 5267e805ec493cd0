"""What the schema of a conversion names."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.rule import Violation, rule

NAMES = tuple(map(str, limit("firehose-conversion-schema-required").allowed))
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          SchemaConfiguration: {{RoleARN: "arn:aws:iam::111122223333:role/delivery", DatabaseName: lake{table}}}
"""


@rule(
    id="KDF154",
    name="conversion-schema",
    title="the schema of a conversion names role, database and table",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it reads the columns from the table, with the role",
    fix="set RoleARN, DatabaseName and TableName",
    source=limit("firehose-conversion-schema-required").read,
    bad=EXAMPLE.format(table=""),
    good=EXAMPLE.format(table=", TableName: orders"),
)
def conversion_schema(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; a schema that is missing as a whole is another rule's."""
    conversion = conversion_of(stream)
    if conversion is None or conversion["SchemaConfiguration"].absent:
        return
    for name in NAMES:
        value = conversion["SchemaConfiguration"][name]
        if value.absent:
            yield Violation(value, message=f"the schema of the conversion has no {name}", allowed=name)
