from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, s3

kdf133 = RuleCase("KDF133")


def test_both_are_found() -> None:
    both = {"NoEncryptionConfig": "NoEncryption", "KMSEncryptionConfig": {"AWSKMSKeyARN": UNKNOWN}}
    kdf133.finds(s3(EncryptionConfiguration=both))
    kdf133.finds(s3(S3BackupConfiguration={"EncryptionConfiguration": both}))


def test_one_passes() -> None:
    kdf133.passes(s3(EncryptionConfiguration={"NoEncryptionConfig": "NoEncryption"}))
    kdf133.passes(s3(EncryptionConfiguration={"KMSEncryptionConfig": {"AWSKMSKeyARN": UNKNOWN}}))


def test_without_encryption_it_does_not_apply() -> None:
    kdf133.passes(s3())


def test_an_encryption_that_is_known_only_at_deployment_is_undecided() -> None:
    kdf133.undecided(s3(EncryptionConfiguration=UNKNOWN))


def test_an_encryption_that_says_nothing_is_found() -> None:
    assert kdf133.finds(s3(EncryptionConfiguration={})).given == "nothing"
