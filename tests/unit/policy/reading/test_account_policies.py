from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.producers import PUT, STREAM, role, template

POLICY = """
Policy:
  Type: AWS::Logs::AccountPolicy
  Properties:
    PolicyName: all
    PolicyType: SUBSCRIPTION_FILTER_POLICY
    PolicyDocument: !Sub '{document}'
"""
WITH_ROLE = POLICY.format(document='{"DestinationArn": "${Orders.Arn}", "RoleArn": "${Role.Arn}", "FilterPattern": ""}')
WITHOUT = POLICY.format(document='{"DestinationArn": "${Orders.Arn}", "FilterPattern": ""}')


def test_the_destination_and_the_role_are_read_out_of_the_document() -> None:
    text = template(STREAM, role("Role", PUT, service="firehose.amazonaws.com"), WITH_ROLE)
    assert RuleCase("IAM010").finds(text).property == "PolicyDocument.RoleArn"
    RuleCase("IAM010").passes(text.replace("firehose.amazonaws.com", "logs.amazonaws.com"))
    assert RuleCase("PRD012").finds(template(STREAM, WITHOUT)).severity.value == "error"
    assert RuleCase("IAM050").finds(template(STREAM, role("Role", service="logs.amazonaws.com"), WITH_ROLE))


@pytest.mark.parametrize("document", ["no json", "[]", '"text"', "{}", '{"DestinationArn": 1}'])
def test_a_document_without_a_destination_says_nothing(document: str) -> None:
    RuleCase("PRD012").passes(template(STREAM, POLICY.format(document=document)))


def test_policies_of_another_kind_do_not_apply() -> None:
    RuleCase("PRD012").passes(template(STREAM, WITHOUT.replace("SUBSCRIPTION_FILTER_POLICY", "DATA_PROTECTION_POLICY")))
