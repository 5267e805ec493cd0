from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery, s3

kdf132 = RuleCase("KDF132")

BUCKET = {"BucketARN": "arn:aws:s3:::raw"}


def test_an_enabled_backup_without_a_bucket_is_found() -> None:
    kdf132.finds(s3(S3BackupMode="Enabled"))
    kdf132.finds(delivery(RedshiftDestinationConfiguration={"S3BackupMode": "Enabled"}))


def test_a_bucket_without_an_enabled_backup_is_a_warning() -> None:
    assert kdf132.finds(s3(S3BackupConfiguration=BUCKET)).severity == "warning"


def test_both_or_none_pass() -> None:
    kdf132.passes(s3(S3BackupMode="Enabled", S3BackupConfiguration=BUCKET))
    kdf132.passes(s3(S3BackupMode="Disabled"))
    kdf132.passes(s3())


def test_other_destinations_do_not_apply() -> None:
    kdf132.passes(delivery(SplunkDestinationConfiguration={"S3BackupMode": "AllEvents"}))


def test_a_mode_that_a_parameter_decides_is_undecided() -> None:
    kdf132.undecided(s3(S3BackupMode=UNKNOWN))
