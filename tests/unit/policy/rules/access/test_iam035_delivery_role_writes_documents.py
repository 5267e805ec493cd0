from __future__ import annotations

from cases import RuleCase

iam035 = RuleCase("IAM035")


def test_both_verbs_are_needed() -> None:
    finding = iam035.finds(iam035.rule.good.replace("['es:ESHttpPost', 'es:ESHttpPut']", "'es:ESHttpPost'"))
    assert "es:ESHttpPut" in finding.message


def test_a_collection_needs_its_own_action() -> None:
    text = """
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      AmazonOpenSearchServerlessDestinationConfiguration: {IndexName: a, RoleARN: !GetAtt Role.Arn}
"""
    assert "aoss:APIAccessAll" in iam035.finds(text).message


def test_an_imported_role_is_undecided() -> None:
    iam035.undecided(iam035.rule.good.replace("RoleARN: !GetAtt Role.Arn", "RoleARN: !ImportValue role"))


def test_another_destination_does_not_apply() -> None:
    iam035.passes("Resources: {Delivery: {Type: AWS::KinesisFirehose::DeliveryStream}}")
