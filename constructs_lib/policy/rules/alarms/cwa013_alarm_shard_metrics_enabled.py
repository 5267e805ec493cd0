"""Alarms on single shards, and streams that send no such metrics."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, KINESIS, metrics_of
from constructs_lib.policy.reading.by_name import follow
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.rule import Violation, rule

WATCHED = {"metric": "IncomingBytes", "dimensions": "StreamName: !Ref Orders; ShardId: shardId-000000000000"}


@rule(
    id="CWA013",
    name="alarm-shard-metrics-enabled",
    title="an alarm on a shard looks at a metric that the stream sends for its shards",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="shard-level metrics are off unless the stream asks for them, so the alarm never sees data",
    fix="name the metric in DesiredShardLevelMetrics of the stream, or watch the stream as a whole",
    source="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html, shard-level metrics "
    "(read 2026-11-21)",
    bad=example(**WATCHED),
    good=example(**WATCHED, more="DesiredShardLevelMetrics: [IncomingBytes]"),
)
def alarm_shard_metrics_enabled(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    for metric in metrics_of(alarm):
        shard, stream_name = metric.dimension("ShardId"), metric.dimension("StreamName")
        if shard is None or stream_name is None or metric.namespace.text != KINESIS:
            continue
        stream = follow(stream_name, STREAM)
        if stream is None:
            continue
        sent = {each.text for each in stream["DesiredShardLevelMetrics"].items}
        if not sent & {metric.name.text, "ALL"}:
            yield Violation(
                metric.name,
                message=f"{stream.id} does not send {metric.name.text} for its shards",
                allowed=", ".join(sorted(filter(None, sent))) or "no shard-level metric",
            )
