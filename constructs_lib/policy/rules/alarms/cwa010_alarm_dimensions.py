"""The dimensions without which an alarm sees no data."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import (
    ACCOUNT_WIDE,
    ALARM,
    KINESIS,
    LAMBDA,
    PER_CONSUMER,
    SHARD_ONLY,
    Metric,
    metrics_of,
)
from constructs_lib.policy.rule import Violation, rule

ITERATOR_AGE = "IteratorAge"
"""Of Lambda's metrics, the one for functions that read streams; without any dimension it may be the account's."""


@rule(
    id="CWA010",
    name="alarm-dimensions",
    title="an alarm on a metric of a stream names the stream",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="the metric exists for each stream only: without its dimensions the alarm never sees data and never rings",
    fix="add the dimension with the name, not the ARN, of what is watched",
    source="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html and "
    "https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html (read 2026-11-21)",
    bad=example(dimensions=""),
    good=example(dimensions="StreamName: !Ref Orders"),
)
def alarm_dimensions(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    for metric in metrics_of(alarm, LAMBDA):
        missing = [name for name in wanted(metric) if metric.dimension(name) is None]
        if missing:
            yield Violation(
                metric.at["Dimensions"],
                message=f"an alarm on {metric.name.text} has no dimension {' and '.join(missing)}",
                given="no such dimension",
                allowed=", ".join(wanted(metric)),
            )


def wanted(metric: Metric) -> list[str]:
    """The dimensions that a metric has."""
    name = metric.name.text or ""
    if metric.namespace.text == LAMBDA:
        return ["FunctionName"] if name == ITERATOR_AGE and metric.at["Dimensions"].items else []
    if metric.namespace.text != KINESIS:
        return [] if name in ACCOUNT_WIDE else ["DeliveryStreamName"]
    if metric.dimension("ChannelName") is not None or name.startswith("DeliveryTo"):
        return []
    if name.startswith(PER_CONSUMER):
        return ["StreamName", "ConsumerName"]
    return ["StreamName", "ShardId"] if name in SHARD_ONLY else ["StreamName"]
