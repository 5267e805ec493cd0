from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy import Severity
from constructs_lib.policy.examples.resource_policies import example

kds018 = RuleCase("KDS018")
SECOND = """
  Second:
    Type: AWS::Kinesis::ResourcePolicy
    Properties: {ResourceArn: !GetAtt Orders.Arn, ResourcePolicy: {Statement: []}}
"""


def test_the_name_of_a_stream_is_found() -> None:
    finding = kds018.finds(example().replace("ResourceArn: !GetAtt Orders.Arn", "ResourceArn: !Ref Orders"))
    assert finding.property == "ResourceArn"


def test_a_second_policy_is_a_warning() -> None:
    finding = kds018.finds(example() + SECOND)
    assert (finding.resource, finding.severity) == ("Second", Severity.WARNING)


def test_one_policy_by_arn_passes() -> None:
    kds018.passes(example())


def test_a_stream_outside_the_app_is_no_name() -> None:
    kds018.passes(example().replace("ResourceArn: !GetAtt Orders.Arn", "ResourceArn: !ImportValue orders"))
