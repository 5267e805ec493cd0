from __future__ import annotations

from cases import RuleCase

kms020 = RuleCase("KMS020")


def test_kinds_of_keys_that_cannot_encrypt_streams() -> None:
    for spec in ("RSA_4096", "ECC_NIST_P256", "HMAC_256"):
        assert kms020.finds(kms020.rule.bad.replace("RSA_2048", spec)).given == spec


def test_a_disabled_key_is_refused() -> None:
    kms020.finds(kms020.rule.good.replace("EnableKeyRotation: true", "Enabled: false"))


def test_the_default_written_out_passes() -> None:
    kms020.passes(kms020.rule.bad.replace("RSA_2048", "SYMMETRIC_DEFAULT"))


def test_a_delivery_stream_with_its_own_encryption_is_checked_too() -> None:
    text = """
Resources:
  Key: {Type: AWS::KMS::Key, Properties: {KeySpec: RSA_2048}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties: {DeliveryStreamEncryptionConfigurationInput: {KeyType: CUSTOMER_MANAGED_CMK, KeyARN: !GetAtt Key.Arn}}
"""
    kms020.finds(text)


def test_a_key_outside_the_app_does_not_apply() -> None:
    kms020.passes(kms020.rule.bad.replace("KeyId: !GetAtt Key.Arn", "KeyId: !ImportValue key"))


def test_a_kind_that_is_not_known_is_undecided() -> None:
    kms020.undecided("Parameters: {Spec: {Type: String}}" + kms020.rule.bad.replace("RSA_2048", "!Ref Spec"))


def test_the_key_of_objects_is_symmetric_too_and_shows_itself_later() -> None:
    template = """
    Resources:
      Key: {Type: AWS::KMS::Key, Properties: {KeySpec: %s}}
      Delivery:
        Type: AWS::KinesisFirehose::DeliveryStream
        Properties:
          ExtendedS3DestinationConfiguration:
            EncryptionConfiguration: {KMSEncryptionConfig: {AWSKMSKeyARN: !GetAtt Key.Arn}}
    """
    assert RuleCase("KMS020").finds(template % "RSA_2048").severity.value == "warning"
    RuleCase("KMS020").passes(template % "SYMMETRIC_DEFAULT")
