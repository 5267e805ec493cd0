from __future__ import annotations

from cases import RuleCase

prd014 = RuleCase("PRD014")


def test_the_finding_lies_on_the_protocol() -> None:
    assert prd014.finds(prd014.rule.bad).property == "Protocol"


def test_a_queue_does_not_apply() -> None:
    prd014.passes(prd014.rule.bad.replace("!GetAtt Delivery.Arn", "arn:aws:sqs:us-east-1:111122223333:a"))


def test_a_protocol_that_is_not_known_is_undecided() -> None:
    prd014.undecided("Parameters: {P: {Type: String}}\n" + prd014.rule.bad.replace("Protocol: sqs", "Protocol: !Ref P"))
