"""The names of metrics."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, NAMES, metrics_of
from constructs_lib.policy.rule import Violation, rule

ALIKE = 0.85
"""Two names are taken for a slip of the pen above this ratio of difflib; assumed."""
FAMILIES = ("DeliveryTo", "BackupTo")
"""How names begin of which each destination has its own."""


@rule(
    id="CWA011",
    name="alarm-metric-names",
    title="an alarm looks at a metric that its namespace has",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="CloudWatch takes any name; an alarm on a metric that nobody sends never rings",
    fix="write the metric's name as the service does",
    source="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html and "
    "https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html (read 2026-11-21)",
    bad=example(metric="GetRecords.IteratorAgeMillis", dimensions="StreamName: !Ref Orders"),
    good=example(metric="GetRecords.IteratorAgeMilliseconds", dimensions="StreamName: !Ref Orders"),
)
def alarm_metric_names(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm: names that are nearly right, and names of the other namespace."""
    for metric in metrics_of(alarm):
        name, namespace = metric.name.text or "", metric.namespace.text or ""
        if name in NAMES[namespace] or name.startswith(FAMILIES):
            continue
        meant = nearest(name, namespace)
        elsewhere = next((other for other, names in NAMES.items() if name in names), None)
        if meant is not None or elsewhere is not None:
            yield Violation(
                metric.name,
                message=f"{namespace} has no metric {name}",
                allowed=f"{name} of {elsewhere}" if elsewhere else meant,
            )


def nearest(name: str, namespace: str) -> str | None:
    """The metric that a name was meant to be."""
    by_lower = {each.lower(): each for each in sorted(NAMES[namespace])}
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=ALIKE)
    return by_lower[close[0]] if close else None
