"""Buffer size and interval come together."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, HTTP, ICEBERG, destinations, kind, s3_blocks
from constructs_lib.policy.rule import Violation, rule

PAIR = {"SizeInMBs": "IntervalInSeconds", "IntervalInSeconds": "SizeInMBs"}
LIKE_S3 = (HTTP, ICEBERG)
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BufferingHints: {{{hints}}}
"""


@rule(
    id="KDF130",
    name="buffering-hints-pair",
    title="buffer size and interval are set together",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service wants both hints or neither",
    fix="set SizeInMBs and IntervalInSeconds",
    source=limit("firehose-buffer-both-or-none").read,
    bad=EXAMPLE.format(hints="SizeInMBs: 5"),
    good=EXAMPLE.format(hints="SizeInMBs: 5, IntervalInSeconds: 300"),
)
def buffering_hints_pair(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; of search, Splunk and Snowflake the service does not say that they want both."""
    own = (destination for destination in destinations(stream) if kind(destination) in LIKE_S3)
    for block in (*s3_blocks(stream), *own):
        hints = block["BufferingHints"]
        for given, missing in PAIR.items():
            if hints[given].exists and hints[missing].absent:
                yield Violation(
                    hints,
                    message=f"the buffering hints hold {given} without {missing}",
                    given=given,
                    allowed=f"{given} and {missing}",
                )
