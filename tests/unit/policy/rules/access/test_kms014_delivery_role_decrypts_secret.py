from __future__ import annotations

from cases import RuleCase

kms014 = RuleCase("KMS014")


def test_the_finding_lies_on_the_role_that_reads_the_secret() -> None:
    assert kms014.finds(kms014.rule.bad).property.endswith("SecretsManagerConfiguration.RoleARN")


def test_a_grant_for_calls_of_another_service_is_found() -> None:
    other = "Resource: !GetAtt Key.Arn, Condition: {StringEquals: {'kms:ViaService': s3.us-east-1.amazonaws.com}}}"
    kms014.finds(kms014.rule.good.replace("Resource: !GetAtt Key.Arn}", other))


def test_a_grant_for_calls_of_the_service_passes() -> None:
    via = "Condition: {StringLike: {'kms:ViaService': 'secretsmanager.*.amazonaws.com'}}}"
    kms014.passes(kms014.rule.good.replace("Resource: !GetAtt Key.Arn}", f"Resource: !GetAtt Key.Arn, {via}"))


def test_a_secret_under_the_key_of_the_service_does_not_apply() -> None:
    kms014.passes(kms014.rule.bad.replace("KmsKeyId: !GetAtt Key.Arn", "Name: a"))


def test_an_imported_key_is_undecided() -> None:
    kms014.undecided(kms014.rule.bad.replace("KmsKeyId: !GetAtt Key.Arn", "KmsKeyId: !ImportValue key"))
