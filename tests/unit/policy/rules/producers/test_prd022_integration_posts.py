from __future__ import annotations

from cases import RuleCase

prd022 = RuleCase("PRD022")
GOOD = prd022.rule.good


def test_a_call_without_credentials_is_found() -> None:
    lines = [line for line in GOOD.splitlines() if "Credentials" not in line]
    assert prd022.finds("\n".join(lines)).property == "Integration.Credentials"


def test_the_credentials_of_the_caller_pass() -> None:
    prd022.passes(GOOD.replace("arn:aws:iam::111122223333:role/api", "arn:aws:iam::*:user/*"))


def test_other_integrations_do_not_apply() -> None:
    prd022.passes(prd022.rule.bad.replace("kinesis:action/PutRecord", "sns:action/Publish"))


def test_a_method_that_is_not_known_is_undecided() -> None:
    prd022.undecided(GOOD.replace("IntegrationHttpMethod: POST", "IntegrationHttpMethod: !ImportValue method"))
