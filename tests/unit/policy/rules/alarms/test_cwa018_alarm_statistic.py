from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.alarms.cwa018_alarm_statistic import GOOD
from constructs_lib.policy.rules.alarms.cwa019_metric_math import EXAMPLE

cwa018 = RuleCase("CWA018")


@pytest.mark.parametrize("statistic", ["p99", "p99.9", "p100", "tm90", "IQM", "PR(:300)", "TM(10%:90%)", "wm98"])
def test_extended_statistics_pass(statistic: str) -> None:
    cwa018.passes(GOOD.replace("Statistic: Maximum", f'ExtendedStatistic: "{statistic}"'))


@pytest.mark.parametrize("statistic", ["p101", "99", "Maximum", "p-1", "median"])
def test_others_are_refused(statistic: str) -> None:
    cwa018.finds(GOOD.replace("Statistic: Maximum", f'ExtendedStatistic: "{statistic}"'))


def test_metric_math_has_its_statistics_elsewhere() -> None:
    cwa018.passes(EXAMPLE.format(returned="false"))


def test_a_statistic_that_is_not_known_is_undecided() -> None:
    cwa018.undecided(GOOD.replace("Statistic: Maximum", "ExtendedStatistic: !ImportValue statistic"))
