"""Stream consumers that a deployment registers at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import CONSUMER
from constructs_lib.policy.reading.order import others_at_once
from constructs_lib.policy.rule import Violation, rule

MOST = limit("cross-efo-creating-count")
HEADER = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 1}"""
ONE = """
  Reader{n}:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: reader-{n}, StreamARN: !GetAtt Orders.Arn}}"""


def example(count: int) -> str:
    """Write a stream with a number of consumers that wait for nothing but the stream."""
    return HEADER + "".join(ONE.format(n=n) for n in range(1, count + 1)) + "\n"


@rule(
    id="KDC011",
    name="consumers-created-at-once",
    title=f"a deployment registers at most {MOST.high} stream consumers at a time",
    severity=Severity.WARNING,
    resources=(CONSUMER,),
    why=f"while {MOST.high} consumers are in creation, the service refuses the next one with LimitExceededException",
    fix="order the consumers after one another with DependsOn",
    source=MOST.read,
    bad=example(int(MOST.high) + 1),
    good=example(int(MOST.high)),
)
def consumers_created_at_once(consumer: ResourceView) -> Iterator[Violation]:
    """Check one consumer: those beyond the number that may be in creation, in the template's order, are found."""
    if others_at_once(consumer, int(MOST.high)) == MOST.high:
        yield Violation(
            consumer["StreamARN"],
            message=f"{MOST.high} other stream consumers are registered at the same time as this one",
            given=f"more than {MOST.high} consumers at a time",
            allowed=f"at most {MOST.high} consumers at a time",
        )
