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


def test_a_secret_outside_the_app_or_a_setting_that_is_off_does_not_apply() -> None:
    for instead in ("SecretARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a'", "SecretARN: !ImportValue a"):
        kms014.passes(kms014.rule.bad.replace("SecretARN: !Ref Secret", instead))
    kms014.passes(kms014.rule.bad.replace("Enabled: true", "Enabled: false"))


def test_what_is_no_secret_has_no_key_of_a_secret() -> None:
    kms014.passes(kms014.rule.bad.replace("AWS::SecretsManager::Secret", "AWS::SSM::Parameter"))


def test_without_a_role_of_its_own_the_role_of_the_destination_reads_the_secret() -> None:
    text = kms014.rule.bad.replace("Enabled: true, RoleARN: !GetAtt Role.Arn", "Enabled: true")
    assert kms014.finds(text).property == "HttpEndpointDestinationConfiguration.RoleARN"
