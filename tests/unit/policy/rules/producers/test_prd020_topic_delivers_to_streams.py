from __future__ import annotations

from cases import RuleCase

prd020 = RuleCase("PRD020")


def test_the_finding_lies_on_the_topic() -> None:
    assert prd020.finds(prd020.rule.bad).property == "TopicArn"


def test_a_queue_may_subscribe_to_a_fifo_topic() -> None:
    prd020.passes(prd020.rule.bad.replace("!GetAtt Delivery.Arn", "arn:aws:sqs:us-east-1:111122223333:a.fifo"))


def test_a_topic_outside_the_app_is_not_judged() -> None:
    prd020.passes(prd020.rule.bad.replace("TopicArn: !Ref Topic", "TopicArn: arn:aws:sns:us-east-1:111122223333:a"))


def test_a_topic_that_may_be_fifo_is_undecided() -> None:
    prd020.undecided(prd020.rule.bad.replace("FifoTopic: true", "FifoTopic: !ImportValue fifo"))
