from __future__ import annotations

from cases import RuleCase

kds012 = RuleCase("KDS012")
STREAM = """
Parameters: {{Mode: {{Type: String}}}}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{{properties}}}
"""


def test_a_missing_half_is_found() -> None:
    key = kds012.finds(STREAM.format(properties="StreamEncryption: {EncryptionType: KMS}"))
    assert key.property == "StreamEncryption.KeyId"
    kind = kds012.finds(STREAM.format(properties="StreamEncryption: {KeyId: alias/aws/kinesis}"))
    assert kind.property == "StreamEncryption.EncryptionType"


def test_both_halves_pass_whatever_they_are() -> None:
    kds012.passes(STREAM.format(properties="StreamEncryption: {EncryptionType: KMS, KeyId: !ImportValue key}"))


def test_no_encryption_passes() -> None:
    kds012.passes(STREAM.format(properties="ShardCount: 1"))


def test_a_key_under_a_condition_is_missing_without_it() -> None:
    template = """
        Conditions: {Own: !Equals [!Ref AWS::Region, us-east-1]}
        Resources:
          Orders:
            Type: AWS::Kinesis::Stream
            Properties:
              StreamEncryption: {EncryptionType: KMS, KeyId: !If [Own, alias/orders, !Ref AWS::NoValue]}
        """
    assert "Own is false" in kds012.finds(template).message
