from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, DELIVERY, template

iam010 = RuleCase("IAM010")
TRUST = """
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Statement: {statement}
"""
LETTING_IN = [
    "{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole'}",
    "{Effect: Allow, Principal: {Service: [lambda.amazonaws.com, firehose.amazonaws.com]}, Action: ['sts:AssumeRole']}",
    "[{Effect: Allow, Principal: {Service: !Sub 'firehose.${AWS::URLSuffix}'}, Action: 'sts:*'}]",
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole',"
        " Condition: {StringEquals: {'sts:ExternalId': !Ref AWS::AccountId}}}]"
    ),
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole',"
        " Condition: {ArnLike: {'aws:SourceArn': !Sub 'arn:aws:firehose:*:${AWS::AccountId}:deliverystream/*'}}}]"
    ),
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole', Condition:"
        " {StringEquals: {'aws:SourceAccount': '111122223333'}, StringLike: {'aws:SourceArn': 'arn:aws:firehose:*'}}}]"
    ),
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole'},"
        " {Effect: Deny, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]"
    ),
]
KEEPING_OUT = [
    "{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}",
    "[{Effect: Allow, Principal: {Service: [lambda.amazonaws.com]}, Action: 'sts:AssumeRole'}]",
    "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:TagSession'}]",
    "[{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'sts:AssumeRole'}]",
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole',"
        " Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:lambda:us-east-1:111122223333:function:a'}}}]"
    ),
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole',"
        " Condition: {ArnLike: {'aws:SourceArn': !GetAtt Bucket.Arn}}}]"
    ),
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole', Condition:"
        " {StringEquals: {'aws:SourceArn': 'arn:aws:firehose:us-east-1:111122223333:deliverystream/*'}}}]"
    ),
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole',"
        " Condition: {StringEquals: {'aws:SourceAccount': 'arn:aws:iam::111122223333:root'}}}]"
    ),
    "[{Effect: Deny, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole'}]",
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole'},"
        " {Effect: Deny, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:*'}]"
    ),
]
OPEN = [
    "[{Effect: Allow, Principal: {Service: !ImportValue service}, Action: 'sts:AssumeRole'}]",
    "[{Effect: Allow, Principal: {Service: firehose.eu-west-1.amazonaws.com}, Action: 'sts:AssumeRole'}]",
    "[{Effect: Allow, Principal: '*', Action: 'sts:AssumeRole'}]",
    (
        "[{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole'}, {Effect: Deny,"
        " Principal: {Service: firehose.amazonaws.com}, Action: 'sts:AssumeRole', Condition: {Bool: {a: 'true'}}}]"
    ),
]


@pytest.mark.parametrize("statement", LETTING_IN)
def test_every_way_to_write_the_trust_passes(statement: str) -> None:
    iam010.passes(template(BUCKET, TRUST.format(statement=statement), DELIVERY))


@pytest.mark.parametrize("statement", KEEPING_OUT)
def test_a_trust_that_never_fits_is_found_at_the_role_that_is_given(statement: str) -> None:
    finding = iam010.finds(template(BUCKET, TRUST.format(statement=statement), DELIVERY))
    assert (finding.resource, finding.property) == ("Delivery", "ExtendedS3DestinationConfiguration.RoleARN")


@pytest.mark.parametrize("statement", OPEN)
def test_a_trust_that_is_not_known_is_undecided(statement: str) -> None:
    iam010.undecided(template(BUCKET, TRUST.format(statement=statement), DELIVERY))


def test_an_imported_role_is_undecided() -> None:
    role = '"arn:aws:iam::111122223333:role/delivery"'
    assert "not part of this app" in iam010.undecided(template(BUCKET, DELIVERY.replace("!GetAtt Role.Arn", role)))


def test_an_unknown_role_does_not_hide_another_that_is_wrong() -> None:
    delivery = """
    Delivery:
      Type: AWS::KinesisFirehose::DeliveryStream
      Properties:
        KinesisStreamSourceConfiguration: {RoleARN: !ImportValue role}
        ExtendedS3DestinationConfiguration: {RoleARN: !GetAtt Role.Arn}
    """
    iam010.finds(template(TRUST.format(statement=KEEPING_OUT[0]), delivery))


def test_a_function_and_a_rule_get_roles_of_their_own_service() -> None:
    function = "Watch: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}"
    iam010.passes(template(TRUST.format(statement=KEEPING_OUT[0]), function))
    assert iam010.finds(template(TRUST.format(statement=LETTING_IN[0]), function)).property == "Role"


def test_a_rule_with_a_queue_as_target_does_not_apply() -> None:
    rule = """
    Rule:
      Type: AWS::Events::Rule
      Properties:
        Targets: [{Id: a, Arn: "arn:aws:sqs:us-east-1:111122223333:a", RoleArn: !GetAtt Role.Arn}]
    """
    iam010.passes(template(TRUST.format(statement=KEEPING_OUT[0]), rule))


def test_database_migrations_assume_the_role_of_their_endpoint() -> None:
    endpoint = """
    Changes:
      Type: AWS::DMS::Endpoint
      Properties:
        EngineName: kinesis
        KinesisSettings:
          StreamArn: "arn:aws:kinesis:us-east-1:111122223333:stream/changes"
          ServiceAccessRoleArn: !GetAtt Role.Arn
    """
    finding = iam010.finds(template(TRUST.format(statement=KEEPING_OUT[0]), endpoint))
    assert finding.property == "KinesisSettings.ServiceAccessRoleArn"
    iam010.passes(template(TRUST.format(statement=KEEPING_OUT[0].replace("lambda.", "dms.")), endpoint))
