from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.alarms.cwa020_composite_rule import EXAMPLE

cwa020 = RuleCase("CWA020")
GOOD = [
    "TRUE",
    "ALARM(${Late})",
    'ALARM("late one") AND NOT OK("b")',
    "(ALARM(a) OR ALARM(b)) AND NOT (INSUFFICIENT_DATA(c) OR FALSE)",
    "NOT NOT ALARM(arn:aws:cloudwatch:us-east-1:111122223333:alarm:a)",
    "AT_LEAST(2, ALARM, (a, b, c))",
]
BAD = [
    "ALARM(a) && ALARM(b)",
    "ALARM(a",
    "ALARMED(a)",
    "ALARM(a) ALARM(b)",
    "ALARM(a) AND",
    "(ALARM(a) OR ALARM(b)",
    "ALARM()",
    "a",
    "${Late}",
    "OK(a) NOT",
    ")",
]


@pytest.mark.parametrize("rule", GOOD)
def test_expressions_of_states_pass(rule: str) -> None:
    cwa020.passes(EXAMPLE.format(rule=rule))


@pytest.mark.parametrize("rule", BAD)
def test_what_is_no_expression_is_refused(rule: str) -> None:
    assert cwa020.finds(EXAMPLE.format(rule=rule)).property == "AlarmRule"


def test_a_suppressor_has_both_of_its_times() -> None:
    suppressed = EXAMPLE.format(rule="TRUE") + "      ActionsSuppressor: late\n      ActionsSuppressorWaitPeriod: 60\n"
    assert cwa020.finds(suppressed).property == "ActionsSuppressorExtensionPeriod"
    cwa020.passes(suppressed + "      ActionsSuppressorExtensionPeriod: 60\n")


def test_a_rule_that_is_not_known_is_undecided() -> None:
    cwa020.undecided(EXAMPLE.format(rule="TRUE").replace("!Sub 'TRUE'", "!ImportValue rule"))
    cwa020.undecided("Parameters: {Rest: {Type: String}}\n" + EXAMPLE.format(rule="ALARM(${Late}) AND ${Rest}"))
