from __future__ import annotations

import re

import pytest

from constructs_lib.policy.bounds.rules import bound_rules
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.registry import relations
from constructs_lib.policy.rule import Rule
from constructs_lib.policy.updates import UPDATE_RULES
from constructs_lib.policy.updates.change import UpdateRule

NAMED = re.compile(r"https://[\w.-]+/\S|(botocore|aws-cdk-lib|cfn-lint) \d+\.\d+")
ASSUMED = "assumed"
RULES = (*relations(), *bound_rules(), *UPDATE_RULES)


@pytest.fixture(params=RULES, ids=lambda rule: rule.id)
def rule(request: pytest.FixtureRequest) -> Rule | UpdateRule:
    found: Rule | UpdateRule = request.param
    return found


def test_a_rule_names_an_address_or_a_model_or_says_that_it_is_assumed(rule: Rule | UpdateRule) -> None:
    assert NAMED.search(rule.source) or ASSUMED in rule.source, rule.source


def test_what_is_assumed_is_no_error(rule: Rule | UpdateRule) -> None:
    assert ASSUMED not in rule.source or rule.severity is not Severity.ERROR, rule.source
