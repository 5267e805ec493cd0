from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.alarms.cwa017_alarm_datapoints import GOOD

cwa017 = RuleCase("CWA017")


def test_as_many_as_periods_pass() -> None:
    cwa017.passes(GOOD.replace("DatapointsToAlarm: 3", "DatapointsToAlarm: 5"))
    assert cwa017.finds(cwa017.rule.bad).property == "DatapointsToAlarm"


def test_an_alarm_without_data_points_does_not_apply() -> None:
    cwa017.passes(GOOD.replace("      DatapointsToAlarm: 3\n", ""))


def test_a_number_that_is_not_known_is_undecided() -> None:
    cwa017.undecided(GOOD.replace("DatapointsToAlarm: 3", "DatapointsToAlarm: !ImportValue count"))
