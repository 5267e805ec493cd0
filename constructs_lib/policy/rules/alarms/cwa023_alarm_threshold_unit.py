"""Thresholds that look like another unit."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, FIREHOSE, LAMBDA, metrics_of
from constructs_lib.policy.rule import Violation, rule

IN_MILLISECONDS = {
    "GetRecords.IteratorAgeMilliseconds",
    "IteratorAgeMilliseconds",
    "SubscribeToShardEvent.MillisBehindLatest",
    "KinesisMillisBehindLatest",
    "IteratorAge",
}
IN_SECONDS = ".DataFreshness"
SECOND, WEEK = 1000, 604_800
ABOVE = "GreaterThan"
GOOD = example(dimensions="StreamName: !Ref Orders")


@rule(
    id="CWA023",
    name="alarm-threshold-unit",
    title="the threshold of an alarm on an age has the unit of the metric",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="ages are milliseconds in Kinesis and Lambda and seconds in Firehose: the alarm rings always, or never",
    fix="write the age in milliseconds for an iterator, in seconds for the freshness of a delivery",
    source="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html and "
    "https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html: units (read "
    "2026-11-21); the bounds are assumed",
    bad=GOOD.replace("Threshold: 60000", "Threshold: 60"),
    good=GOOD,
)
def alarm_threshold_unit(alarm: ResourceView) -> Iterator[Violation]:
    """Check an alarm on a single metric: less than a second of age, or more than a week of staleness."""
    metric = next(metrics_of(alarm, LAMBDA), None)
    threshold, operator = alarm["Threshold"], alarm["ComparisonOperator"]
    if metric is None or metric.at.path or threshold.absent or not (operator.text or "").startswith(ABOVE):
        return
    name, value = metric.name.text or "", threshold.number or 0
    if name in IN_MILLISECONDS and 1 < value < SECOND:
        yield Violation(
            threshold, message=f"{name} is in milliseconds, and {value} looks like seconds", allowed="milliseconds"
        )
    elif metric.namespace.text == FIREHOSE and name.endswith(IN_SECONDS) and value > WEEK:
        yield Violation(
            threshold, message=f"{name} is in seconds, and {value} looks like milliseconds", allowed="seconds"
        )
