from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.alarms.cwa015_alarm_period import GOOD
from constructs_lib.policy.rules.alarms.cwa019_metric_math import EXAMPLE

cwa015 = RuleCase("CWA015")
MATH = EXAMPLE.format(returned="false")


def test_a_period_of_no_whole_minutes_is_refused() -> None:
    for seconds in (45, 90, 61):
        assert cwa015.finds(GOOD.replace("Period: 60", f"Period: {seconds}")).severity.value == "error"


def test_a_short_period_is_allowed_and_sees_gaps() -> None:
    for seconds in (10, 20, 30):
        assert cwa015.finds(GOOD.replace("Period: 60", f"Period: {seconds}")).severity.value == "warning"


def test_the_periods_of_metric_math_count_too() -> None:
    assert cwa015.finds(MATH.replace("Period: 60", "Period: 90")).property == "Metrics.0.MetricStat.Period"
    cwa015.passes(MATH.replace("Period: 60", "Period: 300"))


def test_alarms_on_other_things_do_not_apply() -> None:
    cwa015.passes(GOOD.replace("AWS/Kinesis", "Custom").replace("Period: 60", "Period: 1"))


def test_a_period_that_is_not_known_is_undecided() -> None:
    cwa015.undecided(GOOD.replace("Period: 60", "Period: !ImportValue period"))
