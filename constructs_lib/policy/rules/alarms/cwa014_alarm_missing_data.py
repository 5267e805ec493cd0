"""What an alarm makes of minutes without data."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, metrics_of
from constructs_lib.policy.rule import Violation, rule

GOOD = example(dimensions="StreamName: !Ref Orders")


@rule(
    id="CWA014",
    name="alarm-missing-data",
    title="an alarm on a stream says what missing data means",
    severity=Severity.INFO,
    resources=(ALARM,),
    why="a stream without traffic sends no data for most metrics, and the alarm changes to INSUFFICIENT_DATA",
    fix="set TreatMissingData to notBreaching, or to breaching where silence is the failure",
    source="botocore 1.44.5 cloudwatch PutMetricAlarm TreatMissingData (read 2026-11-21)",
    bad=GOOD.replace("      TreatMissingData: notBreaching\n", ""),
    good=GOOD,
)
def alarm_missing_data(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    treatment = alarm["TreatMissingData"]
    if treatment.absent and next(metrics_of(alarm), None) is not None:
        yield Violation(
            treatment,
            message="an alarm on a stream leaves open what missing data means",
            allowed="notBreaching, breaching, ignore or missing",
        )
