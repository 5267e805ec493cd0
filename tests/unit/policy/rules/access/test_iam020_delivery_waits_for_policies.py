from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, READ_SOURCE, READING_DELIVERY, SOURCE, role, template
from constructs_lib.policy.rules.access.iam020_delivery_waits_for_policies import POLICY

iam020 = RuleCase("IAM020")
ROLE = role("Role")


def after(name: str) -> str:
    return READING_DELIVERY.replace("  Properties:", f"  DependsOn: [{name}]\n  Properties:")


def test_a_policy_beside_the_delivery_stream_races_it() -> None:
    finding = iam020.finds(template(BUCKET, SOURCE, ROLE, POLICY, READING_DELIVERY))
    assert (finding.resource, finding.property, finding.severity.value) == ("Delivery", "DependsOn", "error")
    assert "Reading" in finding.message


@pytest.mark.parametrize("kind", ["AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"])
def test_other_ways_to_attach_a_policy_race_too(kind: str) -> None:
    policy = POLICY.replace("AWS::IAM::Policy", kind)
    if kind == "AWS::IAM::RolePolicy":
        policy = policy.replace("Roles: [!Ref Role]", "RoleName: !Ref Role")
    iam020.finds(template(BUCKET, SOURCE, ROLE, policy, READING_DELIVERY))


def test_an_order_through_anything_in_between_is_enough() -> None:
    between = "Gate: {Type: AWS::CloudFormation::WaitConditionHandle, DependsOn: Reading}"
    iam020.passes(template(BUCKET, SOURCE, ROLE, POLICY, between, after("Gate")))


def test_an_implicit_order_through_a_reference_is_enough() -> None:
    named = "Named: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'a-${Reading}'}}"
    delivery = READING_DELIVERY.replace("!GetAtt Bucket.Arn", "!GetAtt Named.Arn")
    iam020.passes(template(named, SOURCE, ROLE, POLICY, delivery))


def test_a_managed_policy_that_the_role_names_comes_before_it() -> None:
    managed = POLICY.replace("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy").replace("    Roles: [!Ref Role]\n", "")
    naming = (
        ROLE + "    ManagedPolicyArns: [!Ref Reading]\n"
        if ROLE.endswith("\n")
        else (ROLE + "\n    ManagedPolicyArns: [!Ref Reading]\n")
    )
    iam020.passes(template(BUCKET, SOURCE, naming, managed, READING_DELIVERY))


def test_an_inline_grant_beside_the_late_one_is_enough() -> None:
    iam020.passes(template(BUCKET, SOURCE, role("Role", READ_SOURCE), POLICY, READING_DELIVERY))


def test_a_late_policy_for_the_bucket_does_not_race() -> None:
    policy = POLICY.replace(READ_SOURCE, "{Effect: Allow, Action: 's3:PutObject', Resource: '*'}")
    iam020.passes(template(BUCKET, SOURCE, role("Role", READ_SOURCE), policy, READING_DELIVERY))


def test_a_role_outside_the_app_does_not_apply() -> None:
    delivery = READING_DELIVERY.replace("!GetAtt Role.Arn", "arn:aws:iam::111122223333:role/a")
    iam020.passes(template(BUCKET, SOURCE, delivery))
