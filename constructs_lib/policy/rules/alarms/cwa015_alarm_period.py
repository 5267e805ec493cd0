"""The periods of alarms."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, NAMES, is_of_streams
from constructs_lib.policy.rule import Violation, rule

SHORT = limit("cloudwatch-alarm-short-periods")
MINUTE = 60
GOOD = example(dimensions="StreamName: !Ref Orders")
EVERY_SECOND, EVERY_FIVE = 1, 5
"""Metric math takes these, too."""


@rule(
    id="CWA015",
    name="alarm-period",
    title="the period of an alarm is 10, 20 or 30 seconds, or whole minutes",
    severity=Severity.ERROR,
    resources=(ALARM,),
    why="CloudWatch refuses other periods",
    fix="use a multiple of 60; the metrics of streams come once a minute",
    source=SHORT.read,
    bad=GOOD.replace("Period: 60", "Period: 90"),
    good=GOOD,
)
def alarm_period(alarm: ResourceView) -> Iterator[Violation]:
    """Check the periods of one alarm; metrics of AWS come once a minute, so shorter ones see gaps."""
    if not is_of_streams(alarm):
        return
    for period, of_math in periods(alarm):
        seconds = period.number
        allowed = {*SHORT.allowed, EVERY_SECOND, EVERY_FIVE} if of_math else {*SHORT.allowed}
        if seconds is None or seconds % MINUTE == 0:
            continue
        if seconds not in allowed:
            yield Violation(period, message=f"{seconds} seconds is no period", allowed="a multiple of 60 seconds")
        elif not of_math and alarm["Namespace"].text in NAMES:
            yield Violation(
                period,
                message=f"a period of {seconds} seconds on a metric that comes once a minute",
                allowed="a multiple of 60 seconds",
                severity=Severity.WARNING,
                why="most periods have no data, and the alarm lapses into INSUFFICIENT_DATA",
            )


def periods(alarm: ResourceView) -> Iterator[tuple[Value, bool]]:
    """The periods of an alarm, each with whether it belongs to metric math."""
    yield alarm["Period"], False
    for query in alarm["Metrics"].items:
        yield query["Period"], True
        yield query["MetricStat.Period"], True
