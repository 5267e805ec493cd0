"""The columns that Snowflake loads records into."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, SNOWFLAKE
from constructs_lib.policy.rule import Violation, rule

COLUMNS = {
    "VARIANT_CONTENT_MAPPING": ("ContentColumnName",),
    "VARIANT_CONTENT_AND_METADATA_MAPPING": ("ContentColumnName", "MetaDataColumnName"),
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      SnowflakeDestinationConfiguration:
        DataLoadingOption: VARIANT_CONTENT_MAPPING
        {column}
"""


@rule(
    id="KDF230",
    name="snowflake-columns",
    title="records that are loaded as a variant have their columns named",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it does not know the columns",
    fix="set ContentColumnName, and with metadata MetaDataColumnName",
    source=limit("firehose-snowflake-content-column").read,
    bad=EXAMPLE.format(column=""),
    good=EXAMPLE.format(column="ContentColumnName: BODY"),
)
def snowflake_columns(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    destination = stream[SNOWFLAKE]
    option = destination["DataLoadingOption"].text
    for name in COLUMNS.get(option or "", ()):
        if destination[name].absent:
            yield Violation(destination[name], message=f"{option} has no {name}", allowed=name)
