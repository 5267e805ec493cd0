from __future__ import annotations

from cases import RuleCase

prd015 = RuleCase("PRD015")


def test_it_is_advice() -> None:
    assert prd015.finds(prd015.rule.bad).severity.value == "info"


def test_a_function_does_not_apply() -> None:
    prd015.passes(prd015.rule.bad.replace("!GetAtt Delivery.Arn", "arn:aws:lambda:us-east-1:111122223333:function:a"))


def test_a_value_that_is_not_known_is_still_one_too_many() -> None:
    text = prd015.rule.bad.replace("Distribution: Random", "Distribution: !Ref D")
    prd015.finds("Parameters: {D: {Type: String}}\n" + text)
