from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy import Rule, discover

RULES = discover()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_example_is_found_and_the_good_one_is_not(rule: Rule) -> None:
    case = RuleCase(rule.id)
    assert {finding.rule for finding in case.run(rule.bad).findings} == {rule.id}
    case.passes(rule.good)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_finding_says_what_is_wrong_why_and_what_to_do(rule: Rule) -> None:
    for finding in RuleCase(rule.id).run(rule.bad).findings:
        assert all([finding.message, finding.given, finding.allowed, finding.why, finding.fix, finding.source])
        assert finding.line
        assert finding.property
