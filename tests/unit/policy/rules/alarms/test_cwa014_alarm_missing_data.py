from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.alarms import example

cwa014 = RuleCase("CWA014")
LINE = "      TreatMissingData: notBreaching\n"


def test_an_alarm_that_leaves_it_open_is_advised() -> None:
    cwa014.finds(example(dimensions="").replace(LINE, ""))


def test_an_alarm_that_says_so_passes() -> None:
    cwa014.passes(example(dimensions=""))


def test_alarms_on_other_metrics_pass() -> None:
    cwa014.passes(example(dimensions="", namespace="Custom").replace(LINE, ""))


def test_a_namespace_that_is_not_known_is_undecided() -> None:
    cwa014.undecided(example(dimensions="", namespace="!ImportValue namespace").replace(LINE, ""))
