from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import MSK, example

lam033 = RuleCase("LAM033")


def test_the_name_of_a_stream_is_found() -> None:
    assert lam033.finds(example(source="!Ref Orders")).property == "EventSourceArn"
    lam033.finds(sam(source="Stream: !Ref Orders"))


def test_arns_pass() -> None:
    for source in ("!GetAtt Orders.Arn", "!ImportValue orders", "arn:aws:kinesis:us-east-1:111122223333:stream/a"):
        lam033.passes(example(source=source))


def test_the_ref_of_a_consumer_is_its_arn() -> None:
    consumer = """
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}
"""
    lam033.passes(example(source="!Ref Reader") + consumer)


OTHERS = """
  Jobs: {Type: AWS::SQS::Queue}
  Items: {Type: AWS::DynamoDB::Table}
  News: {Type: AWS::SNS::Topic}
"""


@pytest.mark.parametrize("source", ["!Ref Jobs", "!GetAtt Jobs.QueueName", "!Ref Items", "!GetAtt Items.Arn"])
def test_names_and_urls_of_other_sources_are_found(source: str) -> None:
    lam033.finds(example(source=source) + OTHERS)


@pytest.mark.parametrize(
    "source",
    [
        "!Ref News",
        "arn:aws:sns:us-east-1:111122223333:news",
        "!Sub 'arn:aws:firehose:us-east-1:${AWS::AccountId}:deliverystream/orders'",
    ],
)
def test_what_lambda_does_not_poll_is_found(source: str) -> None:
    lam033.finds(example(source=source) + OTHERS)


@pytest.mark.parametrize("source", ["!GetAtt Jobs.Arn", "!GetAtt Items.StreamArn", MSK])
def test_the_arns_of_other_sources_pass(source: str) -> None:
    lam033.passes(example(source=source) + OTHERS)
