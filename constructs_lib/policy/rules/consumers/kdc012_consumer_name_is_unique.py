"""Names of the consumers of one stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Undecided
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.consumers import consumers_beside, same_name
from constructs_lib.policy.reading.event_sources import CONSUMER
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1}}
  First:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: reports, StreamARN: !GetAtt Orders.Arn}}
  Second:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: {name}, StreamARN: !GetAtt Orders.Arn}}
"""


@rule(
    id="KDC012",
    name="consumer-name-is-unique",
    title="the consumers of a stream have different names",
    severity=Severity.ERROR,
    resources=(CONSUMER,),
    why="the service refuses a second consumer with the name of another one of the stream, and the deployment fails",
    fix="give each consumer of a stream a name of its own",
    source="botocore 1.44.5 kinesis RegisterStreamConsumer ConsumerName; refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-kinesis-consumer-duplicate-name, 2026-09-06",
    bad=EXAMPLE.format(name="reports"),
    good=EXAMPLE.format(name="audit"),
)
def consumer_name_is_unique(consumer: ResourceView) -> Iterator[Violation]:
    """Check one consumer: those after the first with a name, in the template's order, are found."""
    name = consumer["ConsumerName"]
    if name.absent or consumer["StreamARN"].absent or len(consumer.view.graph.types[CONSUMER]) == 1:
        return
    same = [other for other in consumers_beside(consumer) if is_same_name(consumer, other)]
    if same and not same[0].same(consumer):
        yield Violation(
            name,
            message=f"{same[0].id} of the same stream has this name already",
            given=None if isinstance(name.node, str) else "the same value",
            allowed="a name that no other consumer of the stream has",
        )


def is_same_name(consumer: ResourceView, beside: ResourceView) -> bool:
    """Tell whether two names are certainly the same: equal as text, or made from the same parameters and resources."""
    if same_name(consumer, beside):
        return True
    one, other = consumer["ConsumerName"], beside["ConsumerName"]
    if one.undecided or other.undecided:
        return one.node == other.node and not any(isinstance(part, Undecided) for part in one.parts)
    return one.text == other.text
