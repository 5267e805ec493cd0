from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.resource_policies import example

kds015 = RuleCase("KDS015")
OTHER = """
  Others: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
"""
ARN = "arn:aws:kinesis:us-east-1:111122223333:stream"


def test_another_resource_is_found() -> None:
    kds015.finds(example(resource='"*"'))
    kds015.finds(example(resource="!GetAtt Others.Arn") + OTHER)
    literal = example(resource=f"{ARN}/others")
    kds015.finds(literal.replace("ResourceArn: !GetAtt Orders.Arn", f"ResourceArn: {ARN}/orders"))


def test_the_same_resource_passes() -> None:
    kds015.passes(example())


def test_a_literal_beside_a_reference_says_nothing() -> None:
    kds015.passes(example(resource=f"{ARN}/orders"))
