from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.resource_policies import example

kds016 = RuleCase("KDS016")


def test_not_principal_is_found() -> None:
    finding = kds016.finds(example(principal='NotPrincipal: {AWS: "111122223333"}'))
    assert finding.property == "ResourcePolicy.Statement.0.NotPrincipal"


def test_a_statement_without_principal_is_found() -> None:
    kds016.finds(example(principal="Sid: Share"))


def test_any_principal_passes() -> None:
    kds016.passes(example(principal="Principal: !ImportValue principal"))


def test_an_account_without_its_kind_is_found() -> None:
    assert (
        kds016.finds(example(principal='Principal: "111122223333"')).property == "ResourcePolicy.Statement.0.Principal"
    )
    kds016.passes(example(principal='Principal: "*"'))
