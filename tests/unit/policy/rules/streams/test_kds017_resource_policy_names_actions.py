from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity

kds017 = RuleCase("KDS017")


def test_wildcards_and_other_services_are_found() -> None:
    for action in ('"kinesis:*"', '"*"', '"kinesis:Get*"', "firehose:PutRecord"):
        kds017.finds(example(action=action))


def test_single_actions_pass() -> None:
    kds017.passes(example(action="[kinesis:GetRecords, kinesis:PutRecords]"))


def test_an_action_that_is_not_known_is_undecided() -> None:
    kds017.undecided(example(action="!ImportValue action"))


def test_a_statement_without_an_action_is_found() -> None:
    kds017.finds(example().replace("Action:", "Sid:"))


def test_an_action_of_a_consumer_gives_nothing_on_a_stream() -> None:
    assert kds017.finds(example(action="kinesis:SubscribeToShard")).severity is Severity.WARNING


def test_an_action_of_a_stream_gives_nothing_on_a_consumer() -> None:
    consumer = """
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}
"""
    attached = example(action="kinesis:PutRecord").replace(
        "ResourceArn: !GetAtt Orders.Arn", "ResourceArn: !Ref Reader"
    )
    kds017.finds(attached + consumer)
    kds017.passes(attached.replace("kinesis:PutRecord", "kinesis:SubscribeToShard") + consumer)
