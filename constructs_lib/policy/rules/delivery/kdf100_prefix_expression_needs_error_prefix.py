"""An error prefix where the prefix has expressions."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, partitioned, read_prefix
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
    """Check one delivery stream."""
    destination = stream[EXTENDED_S3]
    error_prefix = destination["ErrorOutputPrefix"]
    if destination.absent or error_prefix.exists:
        return
    if partitioned(stream):
        yield Violation(
            error_prefix, message="dynamic partitioning has no error prefix", allowed="an ErrorOutputPrefix"
        )
        return
    prefix = read_prefix(destination["Prefix"])
    if prefix.expressions:
        yield Violation(
            error_prefix,
            message="the prefix has expressions but there is no error prefix",
            allowed="an ErrorOutputPrefix",
        )
    prefix.require_complete()
