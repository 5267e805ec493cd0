"""The statistic of an alarm on a single metric."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, is_of_streams
from constructs_lib.policy.rule import Violation, rule

GOOD = example(dimensions="StreamName: !Ref Orders")
EXTENDED = re.compile(r"(p|tm|tc|ts|wm)(\d{1,2}(\.\d{1,10})?|100(\.0*)?)|iqm|(pr|tc|tm|ts|wm)\(.*\)", re.IGNORECASE)
"""A percentile, a mean or count that leaves out the rest, or a range."""


@rule(
    id="CWA018",
    name="alarm-statistic",
    title="an alarm on a single metric has one statistic",
    severity=Severity.ERROR,
    resources=(ALARM,),
    why="CloudWatch refuses an alarm on a metric name without Statistic or ExtendedStatistic, or with a malformed one",
    fix="set Statistic, or ExtendedStatistic such as p99",
    source="CloudWatch API Reference: PutMetricAlarm, ExtendedStatistic (botocore 1.44.5, read 2026-11-21)",
    bad=GOOD.replace("      Statistic: Maximum\n", ""),
    good=GOOD,
)
def alarm_statistic(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    if alarm["MetricName"].absent or not is_of_streams(alarm):
        return
    plain, extended = alarm["Statistic"], alarm["ExtendedStatistic"]
    if plain.absent and extended.absent:
        yield Violation(
            plain, message="the alarm has no statistic", given="no statistic", allowed="Statistic or ExtendedStatistic"
        )
    elif extended.exists and not EXTENDED.fullmatch(extended.text or ""):
        yield Violation(extended, message=f"{extended.text} is no statistic", allowed="such as p99, tm90 or IQM")
