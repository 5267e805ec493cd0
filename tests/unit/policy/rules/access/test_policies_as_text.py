"""Policies that a template holds as JSON text: written by exporting tools, and read by CloudFormation like objects."""

from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import (
    BUCKET,
    DECRYPT,
    DELIVERY,
    ENCRYPTED_SOURCE,
    READ_SOURCE,
    READING_DELIVERY,
    role,
    template,
)

TRUSTED = """
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument: >-
      {"Statement": {"Effect": "Allow", "Principal": {"Service": "SERVICE"}, "Action": "sts:AssumeRole"}}
    Policies:
      - PolicyName: access
        PolicyDocument: !Sub |
          {"Statement": [{"Effect": "Allow", "Action": ["ACTION"], "Resource": ["${Bucket.Arn}/*"]}]}
"""
KEY = """
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy: !Sub |
      {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::${AWS::AccountId}:PERSON"},
                      "Action": "kms:*", "Resource": "*"}]}
"""
SHARED = """
Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
Sharing:
  Type: AWS::Kinesis::ResourcePolicy
  Properties:
    ResourceArn: !GetAtt Orders.Arn
    ResourcePolicy: !Sub |
      {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kinesis:GetRecords",
                      "Resource": "RESOURCE"}]}
"""


def trusted(service: str = "firehose.amazonaws.com", action: str = "s3:PutObject") -> str:
    return template(BUCKET, TRUSTED.replace("SERVICE", service).replace("ACTION", action), DELIVERY)


@pytest.mark.parametrize("id", ["IAM010", "IAM031"])
def test_a_role_that_is_written_as_text_passes(id: str) -> None:
    RuleCase(id).passes(trusted())


def test_what_the_text_leaves_out_is_found() -> None:
    RuleCase("IAM010").finds(trusted(service="lambda.amazonaws.com"))
    RuleCase("IAM031").finds(trusted(action="s3:GetObject"))


def test_text_that_is_no_json_before_deployment_is_undecided() -> None:
    text = trusted().replace('"Statement": {"Effect"', '"Statement": ${Statement}, "Id": {"Effect"')
    reason = RuleCase("IAM010").undecided(text.replace("Document: >-", "Document: !Sub >-"))
    assert "known only in part" in reason


def test_a_key_policy_of_text_is_read() -> None:
    reader = role("Role", READ_SOURCE, DECRYPT)
    kms010 = RuleCase("KMS010")
    kms010.passes(template(BUCKET, KEY.replace("PERSON", "root"), ENCRYPTED_SOURCE, reader, READING_DELIVERY))
    kms010.finds(template(BUCKET, KEY.replace("PERSON", "role/x"), ENCRYPTED_SOURCE, reader, READING_DELIVERY))


def test_a_resource_policy_of_text_is_read() -> None:
    kds015 = RuleCase("KDS015")
    kds015.passes(template(SHARED.replace("RESOURCE", "${Orders.Arn}")))
    kds015.finds(template(SHARED.replace("RESOURCE", "*")))
