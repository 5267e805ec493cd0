from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, DELIVERY, role, template

iam031 = RuleCase("IAM031")


def given(resource: str, action: str = "s3:PutObject") -> str:
    statement = f"{{Effect: Allow, Action: '{action}', Resource: {resource}}}"
    return template(BUCKET, "Other: {Type: AWS::S3::Bucket}", role("Role", statement), DELIVERY)


@pytest.mark.parametrize(
    "resource",
    ["'*'", "!Sub '${Bucket.Arn}/*'", "!Sub 'arn:aws:s3:::${Bucket}/*'", "!Sub '${Bucket.Arn}*'", "'arn:aws:s3:::*'"],
)
def test_the_objects_of_the_bucket_are_enough(resource: str) -> None:
    iam031.passes(given(resource))


@pytest.mark.parametrize(
    "resource", ["!GetAtt Bucket.Arn", "!Sub '${Other.Arn}/*'", "!Sub 'arn:aws:s3:::${Bucket}'", "'arn:aws:sqs:*:*:*'"]
)
def test_the_bucket_itself_or_another_is_not(resource: str) -> None:
    finding = iam031.finds(given(resource))
    assert (finding.severity.value, finding.property) == ("warning", "ExtendedS3DestinationConfiguration.RoleARN")


def test_listing_is_not_writing() -> None:
    iam031.finds(given("'*'", "s3:List*"))


@pytest.mark.parametrize("resource", ["!Sub '${Bucket.Arn}/landing/*'", "'arn:aws:s3:::my-bucket/*'"])
def test_a_part_of_the_bucket_or_a_name_that_may_be_its_own_is_undecided(resource: str) -> None:
    iam031.undecided(given(resource))


def test_a_bucket_policy_may_let_the_role_in() -> None:
    policy = """
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument: {Statement: {Effect: Allow, Principal: {AWS: '*'}, Action: 's3:PutObject', Resource: '*'}}
    """
    iam031.undecided(template(BUCKET, role("Role"), policy, DELIVERY))


def test_a_policy_that_only_denies_plain_http_changes_nothing() -> None:
    policy = """
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument: {Statement: {Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*'}}
    """
    iam031.finds(template(BUCKET, role("Role"), policy, DELIVERY))


def test_a_backup_that_is_off_does_not_apply() -> None:
    delivery = """
    Delivery:
      Type: AWS::KinesisFirehose::DeliveryStream
      Properties:
        ExtendedS3DestinationConfiguration:
          BucketARN: !GetAtt Bucket.Arn
          RoleARN: !GetAtt Role.Arn
          S3BackupMode: Disabled
          S3BackupConfiguration: {BucketARN: !GetAtt Other.Arn, RoleARN: !GetAtt Role.Arn}
    """
    text = given("!Sub '${Bucket.Arn}/*'").split("  Delivery:")[0]
    iam031.passes(text + template(delivery).removeprefix("Resources:\n"))
    iam031.finds(text + template(delivery.replace("Disabled", "Enabled")).removeprefix("Resources:\n"))


def test_a_grant_under_the_prefixes_is_enough_and_under_another_is_not() -> None:
    def prefixed(*keys: str) -> str:
        listed = ", ".join(f"!Sub '${{Bucket.Arn}}/{key}'" for key in keys)
        prefixes = "Prefix: 'a/!{timestamp:yyyy}/', ErrorOutputPrefix: 'failed/', RoleARN"
        return given(f"[{listed}]").replace("RoleARN", prefixes)

    iam031.passes(prefixed("a/*", "failed/*"))
    iam031.finds(prefixed("a/*"))
    iam031.finds(prefixed("b/*", "failed/*"))
    iam031.undecided(prefixed("a/2*", "failed/*"))


def test_a_policy_of_another_bucket_lets_nobody_into_this_one() -> None:
    policy = """
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Other
        PolicyDocument:
          Statement: [{Effect: Allow, Principal: '*', Action: 's3:*', Resource: !Sub '${Other.Arn}/*'}]
    """
    other = "Other: {Type: AWS::S3::Bucket}"
    iam031.finds(
        template(BUCKET, other, role("Role", "{Effect: Allow, Action: 's3:List*', Resource: '*'}"), DELIVERY, policy)
    )


def backup(mode: str, *, destination: str = "HttpEndpoint", errors: str = "ErrorOutputPrefix: errors/,") -> str:
    statement = "{Effect: Allow, Action: 's3:PutObject', Resource: !Sub '${Bucket.Arn}/errors/*'}"
    delivery = f"""
    Delivery:
      Type: AWS::KinesisFirehose::DeliveryStream
      Properties:
        {destination}DestinationConfiguration:
          {mode}
          S3Configuration: {{{errors} BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}}
    """
    return template(BUCKET, role("Role", statement), delivery)


@pytest.mark.parametrize("mode", ["", "S3BackupMode: FailedDataOnly"])
def test_a_backup_of_failures_is_written_under_its_error_prefix(mode: str) -> None:
    iam031.passes(backup(mode))


@pytest.mark.parametrize(
    "text",
    [
        backup("S3BackupMode: AllData"),
        backup("S3BackupMode: FailedDataOnly", errors=""),
        backup("", destination="Redshift"),
    ],
)
def test_what_else_is_written_is_undecided(text: str) -> None:
    iam031.undecided(text)
