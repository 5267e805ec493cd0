"""Distribution without partition keys against readers that count on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import STREAM, readers_of
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      StreamModeDetails: {{StreamMode: ON_DEMAND}}
      RecordDistributionStrategy: {strategy}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: sum-orders
      StartingPosition: LATEST
      TumblingWindowInSeconds: 60
"""


@rule(
    id="KDS014",
    name="stream-distribution-keeps-order",
    title="a stream that is read in tumbling windows distributes its records by partition key",
    severity=Severity.WARNING,
    resources=(STREAM,),
    why="AUTO ignores partition keys: records of one key lie on many shards, and each window sees only some of them",
    fix="set RecordDistributionStrategy to USER_PARTITION_KEY, or give up windows and order by key",
    source=limit("kinesis-stream-record-distribution-auto-loses-order").read,
    bad=EXAMPLE.format(strategy="AUTO"),
    good=EXAMPLE.format(strategy="USER_PARTITION_KEY"),
)
def stream_distribution_keeps_order(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream."""
    strategy = stream["RecordDistributionStrategy"]
    if strategy.absent or strategy.text != "AUTO":
        return
    for mapping in readers_of(stream):
        with suppress(CannotDecide):
            if mapping["TumblingWindowInSeconds"].number:
                yield Violation(
                    strategy,
                    message=f"{mapping.name} reads tumbling windows of a stream that ignores partition keys",
                    allowed="USER_PARTITION_KEY",
                )
                return
