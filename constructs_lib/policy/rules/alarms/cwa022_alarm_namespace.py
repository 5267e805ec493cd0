"""Namespaces that look like those of Kinesis."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, all_metrics
from constructs_lib.policy.rule import Violation, rule

REAL = ("AWS/Kinesis", "AWS/Firehose", "AWS/KinesisAnalytics", "AWS/KinesisVideo")
LIKE = ("kinesis", "firehose")
GOOD = example(dimensions="StreamName: !Ref Orders")


@rule(
    id="CWA022",
    name="alarm-namespace",
    title="an alarm looks into a namespace that AWS writes to",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="CloudWatch takes any namespace, whatever its case; an alarm on one that nobody writes to never rings",
    fix="use AWS/Kinesis for data streams and AWS/Firehose for delivery streams",
    source="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html and "
    "https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html (read 2026-11-21)",
    bad=GOOD.replace("Namespace: AWS/Kinesis", "Namespace: AWS/KinesisStreams"),
    good=GOOD,
)
def alarm_namespace(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm; namespaces of applications do not begin with AWS/."""
    for metric in all_metrics(alarm):
        text = metric.namespace.text or ""
        if text.lower().startswith("aws/") and text not in REAL and any(word in text.lower() for word in LIKE):
            yield Violation(metric.namespace, message=f"AWS writes no metrics to {text}", allowed=", ".join(REAL))
