from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.resource_policies import example

kds019 = RuleCase("KDS019")


@pytest.mark.parametrize("effect", ["Effect: allow", "Effect: Permit", "Sid: Share"])
def test_an_effect_that_is_none_is_found(effect: str) -> None:
    finding = kds019.finds(example().replace("Effect: Allow", effect))
    assert finding.property == "ResourcePolicy.Statement.0.Effect"


def test_a_statement_without_a_resource_is_found() -> None:
    kds019.finds(example().replace("            Resource: !GetAtt Orders.Arn", ""))


def test_both_effects_pass() -> None:
    kds019.passes(example())
    kds019.passes(example().replace("Effect: Allow", "Effect: Deny"))


def test_an_effect_that_is_not_known_is_undecided() -> None:
    kds019.undecided(example().replace("Effect: Allow", "Effect: !ImportValue effect"))
