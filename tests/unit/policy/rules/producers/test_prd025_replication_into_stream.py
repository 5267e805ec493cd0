from __future__ import annotations

from cases import RuleCase

prd025 = RuleCase("PRD025")


def test_the_finding_names_the_side() -> None:
    found = prd025.finds(prd025.rule.bad)
    assert (found.property, found.given, found.allowed) == ("EndpointType", "source", "target")


def test_a_database_may_be_a_source() -> None:
    prd025.passes(prd025.rule.bad.replace("EngineName: kinesis", "EngineName: postgres"))


def test_a_side_that_is_not_known_is_undecided() -> None:
    prd025.undecided(prd025.rule.good.replace("EndpointType: target", "EndpointType: !ImportValue side"))
