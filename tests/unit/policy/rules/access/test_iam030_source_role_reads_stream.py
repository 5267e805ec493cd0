from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, READING_DELIVERY, SOURCE, role, template

iam030 = RuleCase("IAM030")
ALL = "['kinesis:DescribeStream', 'kinesis:GetShardIterator', 'kinesis:GetRecords']"
ON_SOURCE = "!GetAtt Source.Arn"


def allow(actions: str = ALL, resource: str = ON_SOURCE, more: str = "") -> str:
    return f"{{Effect: Allow, Action: {actions}, Resource: {resource}{more}}}"


def given(*statements: str) -> str:
    return template(BUCKET, SOURCE, role("Role", *statements), READING_DELIVERY)


@pytest.mark.parametrize(
    "statement",
    [
        allow(),
        allow("'*'", "'*'"),
        allow("'kinesis:*'"),
        allow("['KINESIS:describestream', 'kinesis:Get*']"),
        allow(resource="!Sub 'arn:aws:kinesis:${AWS::Region}:${AWS::AccountId}:stream/${Source}'"),
        allow(resource="!Join ['', ['arn:aws:kinesis:*:*:stream/', !Ref Source]]"),
        allow(resource="'arn:aws:kinesis:*:*:stream/*'"),
        allow(more=", Condition: {StringEquals: {'aws:ResourceAccount': !Ref AWS::AccountId}}"),
        "{Effect: Allow, NotAction: 'iam:*', Resource: '*'}",
        f"{{Effect: Allow, Action: {ALL}, NotResource: !GetAtt Bucket.Arn}}",
    ],
)
def test_every_way_to_grant_passes(statement: str) -> None:
    iam030.passes(given(statement))


@pytest.mark.parametrize(
    "statement",
    [
        allow("'s3:*'"),
        allow(resource="!GetAtt Bucket.Arn"),
        allow(resource="!Sub '${Source.Arn}/*'"),
        "{Effect: Allow, NotAction: 'kinesis:*', Resource: '*'}",
        f"{{Effect: Allow, Action: {ALL}, NotResource: !GetAtt Source.Arn}}",
        "{Effect: Deny, Action: 's3:*', Resource: '*'}",
    ],
)
def test_a_grant_of_something_else_is_found(statement: str) -> None:
    finding = iam030.finds(given(statement))
    assert (finding.property, finding.severity.value) == ("KinesisStreamSourceConfiguration.RoleARN", "error")


def test_a_denial_wins() -> None:
    iam030.finds(given(allow("'*'", "'*'"), "{Effect: Deny, Action: 'kinesis:*', Resource: '*'}"))


def test_describing_without_reading_deploys_and_reads_nothing() -> None:
    finding = iam030.finds(given(allow("'kinesis:DescribeStream'")))
    assert finding.severity.value == "warning"
    assert "kinesis:GetRecords" in finding.message


@pytest.mark.parametrize(
    "statement",
    [
        allow(resource="!ImportValue stream"),
        allow(resource="'arn:aws:kinesis:eu-west-1:111122223333:stream/orders-*'"),
        allow("!ImportValue actions"),
    ],
)
def test_a_grant_that_is_not_known_is_undecided(statement: str) -> None:
    iam030.undecided(given(statement))


@pytest.mark.parametrize("arn", ["!ImportValue policy", "arn:aws:iam::aws:policy/SomethingNew", "!Ref Elsewhere"])
def test_an_unknown_managed_policy_is_undecided(arn: str) -> None:
    parameters = "Parameters: {Elsewhere: {Type: String}}\n"
    managed = role("Role") + f"\n    ManagedPolicyArns: [{arn}]"
    iam030.undecided(parameters + template(BUCKET, SOURCE, managed, READING_DELIVERY))


def test_managed_policies_of_aws_and_of_the_app_count() -> None:
    own = f"""
    Own:
      Type: AWS::IAM::ManagedPolicy
      Properties: {{PolicyDocument: {{Statement: {allow()}}}}}
    """
    for arn in ("arn:aws:iam::aws:policy/AmazonKinesisReadOnlyAccess", "!Ref Own"):
        managed = role("Role") + f"\n    ManagedPolicyArns: [{arn}]"
        iam030.passes(template(BUCKET, SOURCE, own, managed, READING_DELIVERY))


def test_a_boundary_may_take_it_away() -> None:
    bounded = role("Role", allow()) + "    PermissionsBoundary: !ImportValue boundary\n"
    assert "boundary" in iam030.undecided(template(BUCKET, SOURCE, bounded, READING_DELIVERY))


def test_a_policy_of_the_stream_may_grant_it() -> None:
    policy = """
    Policy:
      Type: AWS::Kinesis::ResourcePolicy
      Properties:
        ResourceArn: !GetAtt Source.Arn
        ResourcePolicy:
          Statement: {Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: 'kinesis:*', Resource: '*'}
    """
    iam030.undecided(template(BUCKET, SOURCE, role("Role"), policy, READING_DELIVERY))


def test_a_policy_that_somebody_else_gets_does_not_count() -> None:
    policy = f"""
    Policy:
      Type: AWS::IAM::Policy
      Properties: {{Roles: [!Ref Other], PolicyDocument: {{Statement: {allow()}}}}}
    """
    iam030.finds(template(BUCKET, SOURCE, role("Role"), role("Other"), policy, READING_DELIVERY))


def test_a_policy_for_unknown_roles_is_undecided() -> None:
    policy = f"""
    Policy:
      Type: AWS::IAM::Policy
      Properties: {{Roles: [!ImportValue role], PolicyDocument: {{Statement: {allow()}}}}}
    """
    iam030.undecided(template(BUCKET, SOURCE, role("Role"), policy, READING_DELIVERY))


def test_a_delivery_stream_without_kinesis_source_does_not_apply() -> None:
    iam030.passes("Resources: {Delivery: {Type: AWS::KinesisFirehose::DeliveryStream}}")
