from __future__ import annotations

from cases import RuleCase

kms015 = RuleCase("KMS015")


def test_the_finding_lies_on_the_role() -> None:
    assert kms015.finds(kms015.rule.bad).property == "RoleArn"


def test_a_stream_without_encryption_does_not_apply() -> None:
    encryption = ", StreamEncryption: {EncryptionType: KMS, KeyId: !GetAtt Key.Arn}"
    kms015.passes(kms015.rule.bad.replace(encryption, ""))


def test_an_imported_role_is_undecided() -> None:
    kms015.undecided(kms015.rule.bad.replace("RoleArn: !GetAtt Role.Arn", "RoleArn: !ImportValue role"))


def test_a_pipe_from_a_queue_does_not_apply() -> None:
    kms015.passes(kms015.rule.bad.replace("Source: !GetAtt Source.Arn", "Source: arn:aws:sqs:us-east-1:111122223333:a"))
