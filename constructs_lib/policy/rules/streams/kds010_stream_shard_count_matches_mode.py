"""Shard count against capacity mode."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KDS010",
    name="stream-shard-count-matches-mode",
    title="a provisioned stream has a shard count, an on-demand stream has none",
    severity=Severity.ERROR,
    resources=("AWS::Kinesis::Stream",),
    why="the service refuses the stream, and the deployment fails",
    fix="set ShardCount for PROVISIONED, leave it out for ON_DEMAND",
    source=limit("kinesis-stream-shard-count-forbidden").read,
    bad="""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      StreamModeDetails: {StreamMode: ON_DEMAND}
      ShardCount: 4
""",
    good="""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      StreamModeDetails: {StreamMode: ON_DEMAND}
""",
)
def stream_shard_count_matches_mode(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream."""
    mode, count = stream["StreamModeDetails.StreamMode"], stream["ShardCount"]
    if mode.text == "ON_DEMAND" and count.exists:
        yield Violation(
            count,
            message="an on-demand stream has a shard count",
            allowed="no ShardCount: the service scales the stream",
            fix="leave ShardCount out, or set StreamMode to PROVISIONED",
        )
    if mode.text == "PROVISIONED" and count.absent:
        yield Violation(
            count,
            message="a provisioned stream has no shard count",
            allowed="at least 1 shard",
            fix="set ShardCount, or set StreamMode to ON_DEMAND",
        )
