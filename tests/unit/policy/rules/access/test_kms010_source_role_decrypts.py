from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import (
    BUCKET,
    DECRYPT,
    ENCRYPTED_SOURCE,
    KEY,
    READING_DELIVERY,
    SOURCE,
    role,
    template,
)

kms010 = RuleCase("KMS010")
ROLE = role("Role")


def with_key_policy(*statements: str) -> str:
    listed = ", ".join(statements)
    return f"Key: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{Statement: [{listed}]}}}}}}"


def given(key: str, role: str = ROLE, source: str = ENCRYPTED_SOURCE) -> str:
    return template(key, BUCKET, source, role, READING_DELIVERY)


TO_ROLE = "{Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: 'kms:Decrypt', Resource: '*'}"
TO_ACCOUNT = "{Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: 'kms:*', Resource: '*'}"
TO_OTHERS = "{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:user/a'}, Action: 'kms:*', Resource: '*'}"


def test_a_role_without_the_key_is_found() -> None:
    finding = kms010.finds(given(KEY))
    assert (finding.severity.value, finding.property) == ("warning", "KinesisStreamSourceConfiguration.RoleARN")


@pytest.mark.parametrize("reference", ["!GetAtt Key.Arn", "!Ref Key", "!Ref Alias"])
def test_the_key_is_found_in_every_form(reference: str) -> None:
    alias = "Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/orders, TargetKeyId: !Ref Key}}"
    kms010.finds(given(KEY + alias, source=ENCRYPTED_SOURCE.replace("!GetAtt Key.Arn", reference)))


def test_the_role_or_the_key_policy_may_grant_it() -> None:
    kms010.passes(given(KEY, role("Role", DECRYPT)))
    kms010.passes(given(with_key_policy(TO_ROLE)))
    kms010.passes(given(with_key_policy(TO_ACCOUNT), role("Role", DECRYPT)))
    kms010.passes(given("Key: {Type: AWS::KMS::Key}", role("Role", DECRYPT)))


def test_a_role_that_the_key_policy_does_not_trust_is_found() -> None:
    kms010.finds(given(with_key_policy(TO_OTHERS), role("Role", DECRYPT)))


def test_a_key_policy_for_everyone_under_a_condition_is_undecided() -> None:
    everyone = "{Effect: Allow, Principal: {AWS: '*'}, Action: 'kms:*', Resource: '*', Condition: {Bool: {a: b}}}"
    kms010.undecided(given(with_key_policy(everyone)))


def test_an_imported_key_is_undecided() -> None:
    kms010.undecided(given(KEY, source=ENCRYPTED_SOURCE.replace("!GetAtt Key.Arn", "!ImportValue key")))


def test_no_key_and_the_key_of_aws_do_not_apply() -> None:
    kms010.passes(given(KEY, source=SOURCE))
    kms010.passes(given(KEY, source=ENCRYPTED_SOURCE.replace("!GetAtt Key.Arn", "alias/aws/kinesis")))
