"""The list of shard-level metrics."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.rule import Violation, rule

ALL = "ALL"
EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      DesiredShardLevelMetrics: [{metrics}]
"""


@rule(
    id="KDS013",
    name="stream-shard-metrics",
    title="shard-level metrics are named once each, and ALL stands alone",
    severity=Severity.ERROR,
    resources=(STREAM,),
    why="CloudFormation refuses ALL beside other names and refuses a name that stands twice, and the deployment fails",
    fix="name ALL only, or each metric once",
    source=f"{limit('kinesis-stream-shard-metrics-all-alone').source}, uniqueItems of its schema; refused "
    "in https://github.com/badmintoncryer/cdk-preflight: pf-kinesis-shard-level-metrics-all, 2026-09-06",
    bad=EXAMPLE.format(metrics="ALL, IncomingBytes"),
    good=EXAMPLE.format(metrics="ALL"),
)
def stream_shard_metrics(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream."""
    listed = stream["DesiredShardLevelMetrics"]
    names: set[str | None] = set()
    for metric in listed.items:
        if metric.text in names:
            yield Violation(metric, message=f"{metric.text} stands twice", allowed="each metric once")
        names.add(metric.text)
    if ALL in names and len(names) > 1:
        yield Violation(
            listed,
            message="ALL stands beside other shard-level metrics",
            given=", ".join(sorted(map(str, names))),
            allowed="ALL alone, or single metrics without it",
        )
