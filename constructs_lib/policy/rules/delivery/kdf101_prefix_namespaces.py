"""The namespaces and values that expressions of a prefix may use."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.prefixes import read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

NAMESPACES = tuple(map(str, limit("firehose-prefix-namespaces").allowed))
VALUES = {
    "Prefix": tuple(map(str, limit("firehose-prefix-firehose-values").allowed)),
    "ErrorOutputPrefix": tuple(map(str, limit("firehose-error-prefix-firehose-values").allowed)),
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        Prefix: orders/!{{{expression}}}/
        ErrorOutputPrefix: failed/!{{firehose:error-output-type}}/
"""


@rule(
    id="KDF101",
    name="prefix-namespaces",
    title="expressions of a prefix use namespaces and values that Firehose knows",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="use timestamp:, firehose:random-string, or the keys of dynamic partitioning",
    source=limit("firehose-prefix-namespaces").read,
    bad=EXAMPLE.format(expression="date:yyyy"),
    good=EXAMPLE.format(expression="timestamp:yyyy"),
)
def prefix_namespaces(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream."""
    yield from together(check(block[name]) for block in s3_blocks(stream) for name in VALUES)


def check(value: Value) -> Iterator[Violation]:
    """Check one prefix."""
    prefix = read_prefix(value)
    values = VALUES[prefix.name]
    for namespace, wanted in prefix.known:
        expression = f"!{{{namespace}:{wanted}}}"
        if namespace not in NAMESPACES:
            yield Violation(
                value,
                message=f"{prefix.name} uses {expression}, whose namespace is unknown",
                given=expression,
                allowed=", ".join(NAMESPACES),
            )
        elif namespace == "firehose" and wanted not in values:
            yield Violation(
                value,
                message=f"{prefix.name} uses {expression}, which Firehose does not know there",
                given=expression,
                allowed=", ".join(f"firehose:{known}" for known in values),
            )
