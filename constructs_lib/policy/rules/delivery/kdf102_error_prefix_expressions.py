"""The error type in an error prefix with expressions."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, REDSHIFT, s3_blocks
from constructs_lib.policy.reading.prefixes import PARTITION_KEYS, read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

ERROR_TYPE = ("firehose", "error-output-type")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        ErrorOutputPrefix: {error_prefix}
"""


@rule(
    id="KDF102",
    name="error-prefix-expressions",
    title="an error prefix with expressions names the error type, and no partition key",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="add !{firehose:error-output-type} to ErrorOutputPrefix, and take partition keys out",
    source=limit("firehose-error-prefix-error-type").read,
    bad=EXAMPLE.format(error_prefix="failed/!{timestamp:yyyy}/"),
    good=EXAMPLE.format(error_prefix="failed/!{firehose:error-output-type}/!{timestamp:yyyy}/"),
)
def error_prefix_error_type(stream: ResourceView) -> Iterator[Violation]:
    """Check the error prefixes of one delivery stream; the one of Redshift's bucket is refused as such."""
    blocks = (block for block in s3_blocks(stream) if block.path != (REDSHIFT, "S3Configuration"))
    yield from together(check(block["ErrorOutputPrefix"]) for block in blocks)


def check(value: Value) -> Iterator[Violation]:
    """Check one error prefix."""
    prefix = read_prefix(value)
    for namespace, key in prefix.known:
        if namespace in PARTITION_KEYS:
            yield Violation(
                value,
                message=f"ErrorOutputPrefix uses the partition key {key}, which failed records do not have",
                given=f"!{{{namespace}:{key}}}",
                allowed="timestamp and firehose expressions",
            )
    if prefix.expressions and ERROR_TYPE not in prefix.known:
        prefix.require_complete()
        yield Violation(
            value,
            message="ErrorOutputPrefix has expressions, but not the error type",
            allowed="!{firehose:error-output-type} at least once",
        )
