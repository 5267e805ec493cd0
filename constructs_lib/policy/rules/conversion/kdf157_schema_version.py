"""The version of the table that a conversion reads its schema from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.rule import Violation, rule

LATEST = limit("firehose-conversion-schema-version-default")
NUMBER = re.compile(r"\d+")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          SchemaConfiguration: {{DatabaseName: lake, TableName: orders, VersionId: {version}}}
"""


@rule(
    id="KDF157",
    name="schema-version",
    title=f"the version of a schema is {LATEST.default} or a number",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="Glue numbers the versions of a table; no other version is found, and no record is converted",
    fix=f"write {LATEST.default} in capital letters, or the number of a version of the table",
    source="botocore 1.44.5 firehose SchemaConfiguration VersionId, glue TableVersion VersionId (read 2026-11-21)",
    bad=EXAMPLE.format(version="newest"),
    good=EXAMPLE.format(version="LATEST"),
)
def schema_version(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    conversion = conversion_of(stream)
    if conversion is None:
        return
    version = conversion["SchemaConfiguration.VersionId"]
    text = version.text
    if text and text != LATEST.default and NUMBER.fullmatch(text) is None:
        yield Violation(
            version,
            message=f"the table has no version {text}",
            given=text,
            allowed=f"{LATEST.default}, or a number",
            severity=Severity.WARNING if text.upper() == LATEST.default else None,
        )
