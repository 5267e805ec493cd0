"""Statistics that say nothing about an age."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, LAMBDA, metrics_of
from constructs_lib.policy.rule import Violation, rule

AGES = ("IteratorAge", "MillisBehindLatest", "DataFreshness")
MEANINGLESS = {"Sum", "SampleCount"}
GOOD = example(dimensions="StreamName: !Ref Orders")


@rule(
    id="CWA024",
    name="ages-are-not-summed",
    title="an alarm on an age looks at its maximum",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="the sum of ages, or their number, grows with the traffic and says nothing about how late a record is",
    fix="use Maximum, or a percentile",
    source="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html (read 2026-11-21)",
    bad=GOOD.replace("Statistic: Maximum", "Statistic: Sum"),
    good=GOOD,
)
def ages_are_not_summed(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    for metric in metrics_of(alarm, LAMBDA):
        if any(age in (metric.name.text or "") for age in AGES) and metric.statistic.text in MEANINGLESS:
            yield Violation(
                metric.statistic, message=f"{metric.name.text} is an age", allowed="Maximum or a percentile"
            )
