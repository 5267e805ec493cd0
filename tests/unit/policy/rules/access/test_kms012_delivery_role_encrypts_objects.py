from __future__ import annotations

from cases import RuleCase

kms012 = RuleCase("KMS012")
OWN = "EncryptionConfiguration: {KMSEncryptionConfig: {AWSKMSKeyARN: !GetAtt Key.Arn}}, RoleARN"


def test_the_key_of_the_bucket_counts() -> None:
    assert kms012.finds(kms012.rule.bad).property == "ExtendedS3DestinationConfiguration.RoleARN"


def test_the_key_of_the_destination_counts_for_an_imported_bucket() -> None:
    text = kms012.rule.bad.replace("BucketARN: !GetAtt Bucket.Arn", "BucketARN: !ImportValue bucket")
    kms012.passes(text)
    kms012.finds(text.replace("RoleARN", OWN))


def test_decrypting_alone_is_not_enough() -> None:
    kms012.finds(kms012.rule.good.replace("'kms:Decrypt', 'kms:GenerateDataKey'", "'kms:Decrypt'"))


def test_an_imported_key_is_undecided() -> None:
    kms012.undecided(kms012.rule.bad.replace("KMSMasterKeyID: !GetAtt Key.Arn", "KMSMasterKeyID: !ImportValue key"))


def test_keys_of_s3_do_not_apply() -> None:
    kms012.passes(kms012.rule.bad.replace("KMSMasterKeyID: !GetAtt Key.Arn", "BucketKeyEnabled: true"))
    kms012.passes(kms012.rule.bad.replace('"aws:kms"', "AES256"))
