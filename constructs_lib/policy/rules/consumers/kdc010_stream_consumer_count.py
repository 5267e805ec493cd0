"""Registered consumers against the number a stream can have."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.rule import Violation, rule

CONSUMER = "AWS::Kinesis::StreamConsumer"
MOST = limit("kinesis-consumer-count-standard")
EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1}}
{consumers}
"""
ONE = """  Reader{n}:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: reader-{n}, StreamARN: !GetAtt Orders.Arn}}"""


def example(count: int) -> str:
    """Write a stream with a number of consumers."""
    return EXAMPLE.format(consumers="\n".join(ONE.format(n=n) for n in range(1, count + 1)))


@rule(
    id="KDC010",
    name="stream-consumer-count",
    title=f"a stream has at most {MOST.high} registered consumers",
    severity=Severity.ERROR,
    resources=(CONSUMER,),
    why="the service refuses to register further consumers, and the deployment fails",
    fix="share a consumer, read some of them with GetRecords, or raise the quota in a profile for on-demand Advantage",
    source=MOST.read,
    bad=example(int(MOST.high) + 1),
    good=example(int(MOST.high)),
)
def stream_consumer_count(consumer: ResourceView) -> Iterator[Violation]:
    """Check one consumer: those beyond the quota, in the template's order, are found."""
    consumers = list(consumer.view.of_type(CONSUMER))
    stream = consumer["StreamARN"]
    most = consumer.view.limit(MOST.id).high
    if stream.absent or len(consumers) <= most:
        return
    same = [other for other in consumers if reads_same(consumer, other)]
    same.sort(key=lambda other: other.resource.position().line or 0)
    place = [other.id for other in same].index(consumer.id) + 1
    if place > most:
        yield Violation(
            stream,
            message=f"this is registered consumer number {place} of one stream; allowed are {most}",
            given=f"{place} consumers",
            allowed=f"at most {most} consumers",
        )


def reads_same(one: ResourceView, other: ResourceView) -> bool:
    """Tell whether two consumers read one stream."""
    mine, theirs = one["StreamARN"], other["StreamARN"]
    if mine.reference and theirs.reference:
        return mine.target is not None and mine.target.same(theirs.target)
    return mine.text == theirs.text
