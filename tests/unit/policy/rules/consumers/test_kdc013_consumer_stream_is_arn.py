from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.consumers.kdc013_consumer_stream_is_arn import EXAMPLE

kdc013 = RuleCase("KDC013")
OTHER = """  Other:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: other, StreamARN: !GetAtt Orders.Arn}
"""


def test_the_name_of_a_stream_is_found() -> None:
    assert kdc013.finds(EXAMPLE.format(stream="!Ref Orders")).property == "StreamARN"


def test_the_arn_of_a_consumer_is_found() -> None:
    kdc013.finds(EXAMPLE.format(stream="!Ref Other") + OTHER)


def test_arns_of_streams_pass() -> None:
    for stream in ("!GetAtt Orders.Arn", "!ImportValue orders", "arn:aws:kinesis:us-east-1:111122223333:stream/orders"):
        kdc013.passes(EXAMPLE.format(stream=stream))
    kdc013.passes(EXAMPLE.format(stream="!GetAtt Other.StreamARN") + OTHER)


def test_a_resource_that_the_app_does_not_know_as_a_stream_passes() -> None:
    kdc013.passes(EXAMPLE.format(stream="!Ref Other") + "  Other: {Type: Custom::Stream}")
    kdc013.passes(EXAMPLE.format(stream="!GetAtt Other.StreamARN") + "  Other: {Type: Custom::Stream}")
