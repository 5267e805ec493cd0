"""A prefix that grows together with the year."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.prefixes import read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        Prefix: {prefix}
"""


@rule(
    id="KDF109",
    name="prefix-ends-with-slash",
    title="a prefix without a timestamp ends with a slash",
    severity=Severity.INFO,
    resources=(DELIVERY_STREAM,),
    why="Firehose appends yyyy/MM/dd/HH/ to the prefix as it stands: the year grows together with the name before it",
    fix="end the prefix with a slash, or write the timestamp yourself",
    source=limit("firehose-prefix-timestamp-format").read,
    bad=EXAMPLE.format(prefix="orders"),
    good=EXAMPLE.format(prefix="orders/"),
)
def prefix_ends_with_slash(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream."""
    yield from together(check(block["Prefix"]) for block in s3_blocks(stream))


def check(value: Value) -> Iterator[Violation]:
    """Check one prefix."""
    prefix = read_prefix(value)
    if prefix.expressions or not prefix.text or prefix.text.endswith("/"):
        return
    prefix.require_complete()
    yield Violation(
        value,
        message="the prefix has no timestamp and does not end with a slash",
        allowed=f"{prefix.text}/",
    )
