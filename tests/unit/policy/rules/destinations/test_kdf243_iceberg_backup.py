from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf243 = RuleCase("KDF243")


def test_a_backup_of_everything_is_found() -> None:
    kdf243.finds(delivery(IcebergDestinationConfiguration={"s3BackupMode": "AllData"}))


def test_failed_records_or_the_default_pass() -> None:
    kdf243.passes(delivery(IcebergDestinationConfiguration={"s3BackupMode": "FailedDataOnly"}))
    kdf243.passes(delivery(IcebergDestinationConfiguration={}))


def test_other_destinations_do_not_apply() -> None:
    kdf243.passes(delivery(HttpEndpointDestinationConfiguration={"S3BackupMode": "AllData"}))


def test_a_mode_that_a_parameter_holds_is_undecided() -> None:
    kdf243.undecided(delivery(IcebergDestinationConfiguration={"s3BackupMode": UNKNOWN}))
