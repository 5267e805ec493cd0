from __future__ import annotations

from cases import RuleCase

lam091 = RuleCase("LAM091")


def test_fifo_queues_and_topics_are_refused() -> None:
    lam091.finds(lam091.rule.bad)
    topic = lam091.rule.bad.replace("AWS::SQS::Queue", "AWS::SNS::Topic").replace("FifoQueue", "FifoTopic")
    lam091.finds(topic.replace("!GetAtt Failed.Arn", "!Ref Failed"))
    lam091.finds(lam091.rule.good.replace("!GetAtt Failed.Arn", "arn:aws:sqs:us-east-1:111122223333:failed.fifo"))


def test_a_queue_that_says_it_is_standard_passes() -> None:
    lam091.passes(lam091.rule.bad.replace("FifoQueue: true", "FifoQueue: false"))


def test_a_queue_that_may_be_fifo_is_undecided() -> None:
    lam091.undecided("Parameters: {Fifo: {Type: String}}" + lam091.rule.bad.replace("true", "!Ref Fifo"))


def test_a_mapping_without_destination_does_not_apply() -> None:
    lam091.passes(lam091.rule.bad.replace("OnFailure: {Destination: !GetAtt Failed.Arn}", ""))
