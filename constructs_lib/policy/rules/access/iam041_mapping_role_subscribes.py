"""Permission of a function to subscribe to the stream consumer of its mapping."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import (
    FUNCTION,
    LAMBDA,
    MAPPING,
    READ_MAPPED,
    SOURCE,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.reading.mapping_access import blamed, subscribe_needs
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule

CONSUMER = "Fan: {Type: AWS::Kinesis::StreamConsumer, Properties: {ConsumerName: fan, StreamARN: !GetAtt Source.Arn}}"
SUBSCRIBING = MAPPING.replace("!GetAtt Source.Arn", "!Ref Fan")
SUBSCRIBE = "{Effect: Allow, Action: 'kinesis:SubscribeToShard', Resource: %s}"


@rule(
    id="IAM041",
    name="mapping-role-subscribes",
    title="the function of a mapping on a stream consumer may subscribe to it",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda is not authorized to perform kinesis:SubscribeToShard: the consumer has its own ARN",
    fix="allow kinesis:SubscribeToShard on the consumer's ARN, not only on the stream's",
    source="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (read 2026-11-21); "
    "https://github.com/aws/aws-cdk/issues/22184 (read 2026-11-17)",
    bad=template(
        SOURCE,
        CONSUMER,
        FUNCTION,
        role("Role", READ_MAPPED, SUBSCRIBE % "!GetAtt Source.Arn", service=LAMBDA),
        SUBSCRIBING,
    ),
    good=template(
        SOURCE, CONSUMER, FUNCTION, role("Role", READ_MAPPED, SUBSCRIBE % "!Ref Fan", service=LAMBDA), SUBSCRIBING
    ),
)
def mapping_role_subscribes(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource that read through stream consumers."""
    for mapping in mappings_of(resource):
        for _ in unmet(subscribe_needs(mapping)) if mapping.reads(KINESIS) else ():
            yield Violation(
                blamed(mapping),
                message="the function's role is not allowed kinesis:SubscribeToShard on the stream consumer",
                allowed="kinesis:SubscribeToShard on the consumer's ARN",
            )
