from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.resource_policies import example

kds029 = RuleCase("KDS029")
ORGANISATION = "Condition: {StringEquals: {'aws:PrincipalOrgID': o-1}}"


def test_everyone_in_either_form_is_found() -> None:
    assert kds029.finds(kds029.rule.bad).property == "ResourcePolicy.Statement.0.Principal"
    kds029.finds(example(principal="Principal: {AWS: ['111122223333', '*']}"))


def test_a_condition_may_narrow_it() -> None:
    kds029.passes(example(principal=f"Principal: '*'\n            {ORGANISATION}"))


def test_a_denial_for_everyone_lets_nobody_in() -> None:
    kds029.passes(kds029.rule.bad.replace("Effect: Allow", "Effect: Deny"))


def test_services_pass() -> None:
    kds029.passes(example(principal="Principal: {Service: lambda.amazonaws.com}"))


def test_an_effect_or_a_principal_that_is_not_known_is_undecided() -> None:
    kds029.undecided(example(principal="Principal: {AWS: !ImportValue account}"))
    kds029.undecided(kds029.rule.bad.replace("Effect: Allow", "Effect: !ImportValue effect"))
