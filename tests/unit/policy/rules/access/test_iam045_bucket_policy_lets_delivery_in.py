from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, DELIVERY, OBJECTS, role, template
from constructs_lib.policy.rules.access.iam045_bucket_policy_lets_delivery_in import POLICY, policy

iam045 = RuleCase("IAM045")
ROLE = role("Role", OBJECTS)
HEADER, VPCE = '"s3:x-amz-server-side-encryption"', '"aws:SourceVpce"'
KEYED = DELIVERY.replace(
    "RoleARN: !GetAtt Role.Arn",
    "RoleARN: !GetAtt Role.Arn, EncryptionConfiguration: {KMSEncryptionConfig: {AWSKMSKeyARN: !ImportValue key}}",
)
ALWAYS = [
    f"StringNotEquals: {{{VPCE}: vpce-1}}",
    f"StringNotEqualsIfExists: {{{VPCE}: [vpce-1, vpce-2]}}",
    f"StringNotEquals: {{{VPCE}: !ImportValue endpoint}}",
    f"Null: {{{VPCE}: 'true'}}",
    'Bool: {"aws:SecureTransport": "true"}',
    f"StringNotEquals: {{{VPCE}: vpce-1, {HEADER}: AES256}}",
]
WITHOUT_KEY = [
    f"StringNotEquals: {{{HEADER}: 'aws:kms'}}",
    f"StringNotLike: {{{HEADER}: 'aws:kms*'}}",
    f"Null: {{{HEADER}: true}}",
]
NEVER = [
    'Bool: {"aws:SecureTransport": false}',
    f"StringEquals: {{{HEADER}: AES256}}",
    f"Null: {{{HEADER}: 'false'}}, StringNotEquals: {{{HEADER}: 'aws:kms'}}",
    f"StringNotEquals: {{{VPCE}: vpce-1}}, Bool: {{'aws:PrincipalIsAWSService': 'false'}}",
    "StringNotLike: {'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*'}",
    "!ImportValue condition",
]


def delivered(condition: str, delivery: str = DELIVERY) -> str:
    return template(BUCKET, policy(condition), ROLE, delivery).replace(
        "{!ImportValue condition}", "!ImportValue condition"
    )


@pytest.mark.parametrize("condition", [*ALWAYS, *WITHOUT_KEY])
def test_a_denial_of_what_deliveries_are_is_found_at_the_bucket(condition: str) -> None:
    finding = iam045.finds(delivered(condition))
    assert (finding.resource, finding.property) == ("Delivery", "ExtendedS3DestinationConfiguration.BucketARN")


@pytest.mark.parametrize("condition", WITHOUT_KEY)
def test_a_key_sends_the_header_that_is_asked_for(condition: str) -> None:
    iam045.passes(delivered(condition, KEYED))


@pytest.mark.parametrize("condition", ALWAYS)
def test_a_key_does_not_help_against_other_denials(condition: str) -> None:
    iam045.finds(delivered(condition, KEYED))


@pytest.mark.parametrize("condition", NEVER)
def test_a_denial_that_deliveries_do_not_meet_passes(condition: str) -> None:
    iam045.passes(delivered(condition))


def test_a_denial_without_condition_is_found() -> None:
    plain = POLICY.replace("Condition: {CONDITION}", "Sid: All")
    iam045.finds(template(BUCKET, plain, ROLE, DELIVERY))
    iam045.finds(template(BUCKET, plain.replace('"*"', '{AWS: ["*"]}'), ROLE, DELIVERY))


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ('"*"', "{Service: lambda.amazonaws.com}"),
        ("Effect: Deny", "Effect: Allow"),
        ("s3:PutObject", "s3:DeleteObject"),
        ("${Bucket.Arn}/*", "${Bucket.Arn}"),
        ("${Bucket.Arn}/*", "${Bucket.Arn}/private/*"),
    ],
)
def test_a_denial_of_something_else_passes(was: str, is_: str) -> None:
    plain = POLICY.replace("Condition: {CONDITION}", "Sid: All").replace(was, is_)
    iam045.passes(template(BUCKET, plain, ROLE, DELIVERY.replace("RoleARN", "Prefix: public/, RoleARN")))


def test_the_bucket_of_a_backup_is_checked_and_one_put_together_too() -> None:
    backup = "S3BackupConfiguration: {BucketARN: !Sub 'arn:aws:s3:::${Bucket}', RoleARN: !GetAtt Role.Arn}"
    other = DELIVERY.replace("BucketARN: !GetAtt Bucket.Arn", f"BucketARN: !ImportValue other, {backup}")
    finding = iam045.finds(template(BUCKET, policy(ALWAYS[0]), ROLE, other))
    assert (finding.property or "").endswith("S3BackupConfiguration.BucketARN")


def test_a_bucket_of_another_app_does_not_apply() -> None:
    other = DELIVERY.replace("!GetAtt Bucket.Arn", '"arn:aws:s3:::others"')
    iam045.passes(template(BUCKET, policy(ALWAYS[0]), ROLE, other))
