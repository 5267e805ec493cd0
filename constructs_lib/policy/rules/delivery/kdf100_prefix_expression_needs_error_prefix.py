"""An error prefix where the prefix has expressions."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, REDSHIFT, partitioned, s3_blocks
from constructs_lib.policy.reading.prefixes import read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        Prefix: orders/!{{timestamp:yyyy}}/
        {error_prefix}
"""


@rule(
    id="KDF100",
    name="prefix-expression-needs-error-prefix",
    title="a prefix with expressions, or dynamic partitioning, comes with an error prefix",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it would not know where to put failed records",
    fix="set ErrorOutputPrefix, for example failed/!{firehose:error-output-type}/",
    source=limit("firehose-error-prefix-required").read,
    bad=EXAMPLE.format(error_prefix=""),
    good=EXAMPLE.format(error_prefix="ErrorOutputPrefix: failed/!{firehose:error-output-type}/"),
)
def prefix_expression_needs_error_prefix(stream: ResourceView) -> Iterator[Violation]:
    """Check every S3 block of one delivery stream; those of Redshift take neither expressions nor an error prefix."""
    yield from together(
        check(stream, block) for block in s3_blocks(stream) if block.path != (REDSHIFT, "S3Configuration")
    )


def check(stream: ResourceView, block: Value) -> Iterator[Violation]:
    """Check one S3 block."""
    error_prefix = block["ErrorOutputPrefix"]
    if error_prefix.exists and (error_prefix.undecided or error_prefix.text):
        return
    prefix = read_prefix(block["Prefix"])
    if prefix.expressions:
        yield Violation(
            error_prefix,
            message="the prefix has expressions but there is no error prefix",
            allowed="an ErrorOutputPrefix",
        )
    elif block.path == (EXTENDED_S3,) and partitioned(stream):
        yield Violation(
            error_prefix, message="dynamic partitioning has no error prefix", allowed="an ErrorOutputPrefix"
        )
    else:
        prefix.require_complete()
