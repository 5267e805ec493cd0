"""How long an alarm looks back."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, is_of_streams
from constructs_lib.policy.rule import Violation, rule

SHORT, LONG = limit("cloudwatch-alarm-range-short"), limit("cloudwatch-alarm-range-long")
HOUR = 3600
GOOD = example(dimensions="StreamName: !Ref Orders")


@rule(
    id="CWA016",
    name="alarm-range",
    title="an alarm looks back a day at most, or a week with periods of an hour or more",
    severity=Severity.ERROR,
    resources=(ALARM,),
    why="CloudWatch refuses the alarm: Period times EvaluationPeriods is too long",
    fix="use fewer periods, or periods of an hour and more",
    source=SHORT.read,
    bad=GOOD.replace("Period: 60", "Period: 300").replace("EvaluationPeriods: 5", "EvaluationPeriods: 300"),
    good=GOOD,
)
def alarm_range(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    if not is_of_streams(alarm):
        return
    periods = [alarm["Period"], *(query["MetricStat.Period"] for query in alarm["Metrics"].items)]
    known = {period.number for period in periods if period.exists}
    count = alarm["EvaluationPeriods"]
    if len(known) != 1 or count.absent:
        return
    seconds, times = known.pop() or 0, count.number or 0
    longest = (SHORT if seconds < HOUR else LONG).high
    if seconds * times > longest:
        yield Violation(
            count,
            message=f"the alarm looks back {seconds * times} seconds",
            given=f"{times} periods of {seconds} seconds",
            allowed=f"at most {longest} seconds",
        )
