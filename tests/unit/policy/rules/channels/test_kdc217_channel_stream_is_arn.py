from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.channels import example

kdc217 = RuleCase("KDC217")
OTHERS = """
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}
"""


def reading(source: str) -> str:
    return example().replace("!GetAtt Orders.Arn", source) + OTHERS.replace("!GetAtt Orders.Arn", "!Ref Other")


@pytest.mark.parametrize("source", ["!Ref Orders", "!Ref Reader", "!Sub 'stream-${AWS::StackName}'"])
def test_what_is_no_arn_of_a_stream_is_found(source: str) -> None:
    assert kdc217.finds(reading(source)).property == "StreamConfigurationList.0.StreamARN"


@pytest.mark.parametrize("source", ["!GetAtt Orders.Arn", "!ImportValue orders", "!GetAtt Reader.StreamARN"])
def test_the_arn_of_a_stream_and_what_is_not_known_pass(source: str) -> None:
    kdc217.passes(reading(source))
