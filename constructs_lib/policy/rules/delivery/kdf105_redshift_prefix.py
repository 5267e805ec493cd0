"""The prefixes of the bucket on the way to Redshift."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, REDSHIFT
from constructs_lib.policy.reading.prefixes import read_prefix
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      RedshiftDestinationConfiguration:
        S3Configuration:
          Prefix: {prefix}
"""


@rule(
    id="KDF105",
    name="redshift-prefix",
    title="the bucket on the way to Redshift has a plain prefix and no error prefix",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it supports neither for Redshift",
    fix="write a plain Prefix, and leave ErrorOutputPrefix out",
    source=limit("firehose-prefix-redshift").read,
    bad=EXAMPLE.format(prefix="stage/!{timestamp:yyyy}/"),
    good=EXAMPLE.format(prefix="stage/"),
)
def redshift_prefix(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    block = stream[f"{REDSHIFT}.S3Configuration"]
    error_prefix = block["ErrorOutputPrefix"]
    if "ErrorOutputPrefix" in block.keys and (error_prefix.undecided or error_prefix.text):
        yield Violation(error_prefix, message="the bucket has an error prefix", allowed="no ErrorOutputPrefix")
    value = block["Prefix"]
    prefix = read_prefix(value)
    if prefix.expressions:
        yield Violation(value, message="the bucket's prefix has expressions", allowed="a prefix without expressions")
    prefix.require_complete()
