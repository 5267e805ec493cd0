from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.alarms.cwa016_alarm_range import GOOD
from constructs_lib.policy.rules.alarms.cwa019_metric_math import EXAMPLE

cwa016 = RuleCase("CWA016")


def looking_back(seconds: int, times: int, template: str = GOOD) -> str:
    return template.replace("Period: 60", f"Period: {seconds}").replace(
        "EvaluationPeriods: 5", f"EvaluationPeriods: {times}"
    )


@pytest.mark.parametrize(("seconds", "times"), [(300, 289), (60, 1441), (3600, 169), (86400, 8)])
def test_longer_than_a_day_or_a_week_is_refused(seconds: int, times: int) -> None:
    assert cwa016.finds(looking_back(seconds, times)).property == "EvaluationPeriods"


@pytest.mark.parametrize(("seconds", "times"), [(300, 288), (60, 1440), (3600, 168), (86400, 7)])
def test_a_day_or_a_week_passes(seconds: int, times: int) -> None:
    cwa016.passes(looking_back(seconds, times))


def test_the_period_of_metric_math_counts() -> None:
    cwa016.finds(looking_back(300, 300, EXAMPLE.format(returned="false")))


def test_alarms_on_other_things_do_not_apply() -> None:
    cwa016.passes(looking_back(300, 300).replace("AWS/Kinesis", "Custom"))


def test_a_count_that_is_not_known_is_undecided() -> None:
    cwa016.undecided(GOOD.replace("EvaluationPeriods: 5", "EvaluationPeriods: !ImportValue count"))
