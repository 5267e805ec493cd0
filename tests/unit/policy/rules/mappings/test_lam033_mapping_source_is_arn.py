from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

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
