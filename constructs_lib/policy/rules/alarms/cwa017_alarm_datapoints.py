"""How many data points ring an alarm."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, is_of_streams
from constructs_lib.policy.rule import Violation, rule

GOOD = example(dimensions="StreamName: !Ref Orders") + "      DatapointsToAlarm: 3\n"


@rule(
    id="CWA017",
    name="alarm-datapoints",
    title="an alarm asks for no more data points than it looks at",
    severity=Severity.ERROR,
    resources=(ALARM,),
    why="CloudWatch refuses the alarm: M out of N needs M to be at most N",
    fix="make DatapointsToAlarm at most EvaluationPeriods",
    source="CloudWatch API Reference: PutMetricAlarm, DatapointsToAlarm (botocore 1.44.5, read 2026-11-21)",
    bad=GOOD.replace("DatapointsToAlarm: 3", "DatapointsToAlarm: 6"),
    good=GOOD,
)
def alarm_datapoints(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    if not is_of_streams(alarm):
        return
    wanted, periods = alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"]
    if wanted.exists and periods.exists and (wanted.number or 0) > (periods.number or 0):
        yield Violation(
            wanted,
            message=f"{wanted.number} data points cannot breach within {periods.number} periods",
            allowed=f"at most {periods.number}",
        )
