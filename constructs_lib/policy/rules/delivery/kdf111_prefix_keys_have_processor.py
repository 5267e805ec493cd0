"""Partition keys in a prefix against the processors that could make them."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, partitioned, processors, s3_blocks
from constructs_lib.policy.reading.prefixes import LAMBDA_KEY, QUERY_KEY, read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

MAKERS = {QUERY_KEY: "MetadataExtraction", LAMBDA_KEY: "Lambda"}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DynamicPartitioningConfiguration: {{Enabled: true}}
        Prefix: orders/carrier=!{{{namespace}:carrier}}/
        ErrorOutputPrefix: failed/!{{firehose:error-output-type}}/
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: Lambda
              Parameters:
                - {{ParameterName: LambdaArn, ParameterValue: "arn:aws:lambda:us-east-1:111122223333:function:keys"}}
"""


@rule(
    id="KDF111",
    name="prefix-keys-have-processor",
    title="partition keys of a prefix come from a processor that is there, under dynamic partitioning",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: nothing could make the keys",
    fix="switch dynamic partitioning on and add the processor, or take the keys out of Prefix",
    source=limit("firehose-dp-namespace-needs-processor").read,
    bad=EXAMPLE.format(namespace=QUERY_KEY),
    good=EXAMPLE.format(namespace=LAMBDA_KEY),
)
def prefix_keys_have_processor(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream; what a backup makes of keys that are there is not known."""
    yield from together(check(stream, block) for block in s3_blocks(stream))


def check(stream: ResourceView, block: Value) -> Iterator[Violation]:
    """Check the prefix of one S3 block."""
    value = block["Prefix"]
    prefix = read_prefix(value)
    for namespace, maker in MAKERS.items():
        keys = prefix.keys(namespace)
        if not keys:
            continue
        given = f"!{{{namespace}:{keys[0]}}}"
        if not partitioned(stream):
            yield Violation(
                value,
                message=f"the prefix uses {given}, but dynamic partitioning is off",
                given=given,
                allowed="timestamp and firehose expressions",
            )
        elif block.path == (EXTENDED_S3,) and not processors(block, maker):
            yield Violation(
                value,
                message=f"the prefix uses {given}, but there is no {maker} processor",
                given=given,
                allowed=f"keys of the processors that are there, or a {maker} processor",
            )
