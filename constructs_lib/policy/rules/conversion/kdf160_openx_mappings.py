"""Columns that the OpenX deserializer maps to other keys."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3
from constructs_lib.policy.rule import Violation, rule

MAPPINGS = (
    f"{EXTENDED_S3}.DataFormatConversionConfiguration.InputFormatConfiguration.Deserializer"
    ".OpenXJsonSerDe.ColumnToJsonKeyMappings"
)
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          InputFormatConfiguration:
            Deserializer:
              OpenXJsonSerDe:
                ColumnToJsonKeyMappings: {{{column}: timestamp}}
"""


@rule(
    id="KDF160",
    name="openx-mappings",
    title="mapped columns have names without spaces, and keys that are not blank",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="write column: key, with the name of the column first",
    source="botocore 1.44.5 firehose ColumnToJsonKeyMappings",
    bad=EXAMPLE.format(column="my time"),
    good=EXAMPLE.format(column="ts"),
)
def openx_mappings(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    mappings = stream[MAPPINGS]
    if mappings.absent:
        return
    for column in mappings.keys:
        key = mappings[column]
        if not column or column.split() != [column]:
            yield Violation(
                mappings,
                message=f"{column!r} is no name of a column",
                given=repr(column),
                allowed="a name without spaces",
            )
        elif not key.undecided and not (key.text or "").strip():
            yield Violation(key, message=f"the key for the column {column} is blank", allowed="the name of a key")
