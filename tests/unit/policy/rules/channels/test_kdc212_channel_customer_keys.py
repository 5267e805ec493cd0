from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.channels import example

kdc212 = RuleCase("KDC212")
STREAM = "{{StreamModeDetails: {{StreamMode: ON_DEMAND}}, StreamEncryption: {{EncryptionType: KMS, KeyId: {key}}}}}"
KEY = "  Key: {Type: AWS::KMS::Key}"


def test_the_managed_key_is_found_on_the_stream() -> None:
    for key in ("alias/aws/kinesis", "'arn:aws:kms:us-east-1:111122223333:alias/aws/kinesis'"):
        kdc212.finds(example(stream=STREAM.format(key=key)))


def test_the_managed_key_is_found_on_the_channel() -> None:
    own = "EncryptionConfiguration: {EncryptionType: KMS, KeyId: alias/aws/kinesis}"
    assert kdc212.finds(example(more=own)).property == "EncryptionConfiguration.KeyId"


def test_a_key_of_the_app_passes() -> None:
    kdc212.passes(example(stream=STREAM.format(key="!GetAtt Key.Arn")) + KEY)


def test_no_encryption_passes() -> None:
    kdc212.passes(example())


def test_a_key_that_is_not_known_is_undecided() -> None:
    kdc212.undecided(example(stream=STREAM.format(key="!ImportValue key")))


def test_a_key_of_the_app_passes_on_the_channel_too() -> None:
    kdc212.passes(example(more="EncryptionConfiguration: {EncryptionType: KMS, KeyId: !GetAtt Key.Arn}") + KEY)
