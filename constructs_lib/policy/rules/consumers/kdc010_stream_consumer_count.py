"""Registered consumers against the number a stream can have."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.consumers import consumers_beside
from constructs_lib.policy.reading.event_sources import CONSUMER, known_stream
from constructs_lib.policy.reading.streams import ON_DEMAND
from constructs_lib.policy.rule import Violation, rule

MOST = limit("kinesis-consumer-count-standard")
ADVANTAGE = limit("kinesis-consumer-count-advantage")
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
    title=f"a stream has at most {MOST.high} registered consumers, {ADVANTAGE.high} with on-demand Advantage",
    severity=Severity.ERROR,
    resources=(CONSUMER,),
    why="the service refuses to register further consumers, and the deployment fails",
    fix="share a consumer, or let some of them read with GetRecords",
    source=MOST.read,
    bad=example(int(MOST.high) + 1),
    good=example(int(MOST.high)),
)
def stream_consumer_count(consumer: ResourceView) -> Iterator[Violation]:
    """Check one consumer: those beyond the quota, in the template's order, are found."""
    stream = consumer["StreamARN"]
    if stream.absent or len(consumer.view.graph.types[CONSUMER]) <= MOST.high:
        return
    place = next((n for n, other in enumerate(consumers_beside(consumer), 1) if other.same(consumer)), 0)
    if place > MOST.high:
        certain = place > ADVANTAGE.high or not may_have_advantage(consumer)
        yield Violation(
            stream,
            message=f"this is registered consumer number {place} of one stream; allowed are {MOST.high}",
            given=f"{place} consumers",
            allowed=f"at most {MOST.high} consumers, or {ADVANTAGE.high} with on-demand Advantage",
            severity=Severity.ERROR if certain else Severity.WARNING,
        )


def may_have_advantage(consumer: ResourceView) -> bool:
    """Tell whether on-demand Advantage, which no template shows, may raise the quota of a consumer's stream."""
    stream = known_stream(consumer["StreamARN"])
    if stream is None:
        return True
    mode = stream["StreamModeDetails.StreamMode"]
    return stream["ShardCount"].absent if mode.absent else mode.text == ON_DEMAND
