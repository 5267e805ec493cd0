from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf138 = RuleCase("KDF138")
S3, HTTP, ICEBERG = "ExtendedS3", "HttpEndpoint", "Iceberg"


def backed_up(kind: object, destination: str = S3, **mode: object) -> str:
    return delivery(**{"DeliveryStreamType": kind, f"{destination}DestinationConfiguration": mode})


@pytest.mark.parametrize("kind", ["MSKAsSource", "DatabaseAsSource"])
def test_a_full_backup_of_a_topic_or_a_database_is_found(kind: str) -> None:
    assert kdf138.finds(backed_up(kind, S3BackupMode="Enabled")).given == "Enabled"
    kdf138.finds(backed_up(kind, HTTP, S3BackupMode="AllData"))
    kdf138.finds(backed_up(kind, ICEBERG, s3BackupMode="AllData"))


@pytest.mark.parametrize("mode", [{}, {"S3BackupMode": "Disabled"}])
def test_no_backup_passes(mode: dict[str, object]) -> None:
    kdf138.passes(backed_up("MSKAsSource", **mode))


def test_what_could_not_be_delivered_may_be_kept() -> None:
    kdf138.passes(backed_up("MSKAsSource", HTTP, S3BackupMode="FailedDataOnly"))


@pytest.mark.parametrize("kind", ["DirectPut", "KinesisStreamAsSource"])
def test_direct_puts_and_data_streams_do_not_concern_it(kind: str) -> None:
    kdf138.passes(backed_up(kind, S3BackupMode="Enabled"))


def test_a_mode_or_a_type_from_a_parameter_is_undecided() -> None:
    kdf138.undecided(backed_up("MSKAsSource", S3BackupMode=UNKNOWN))
    kdf138.undecided(backed_up(UNKNOWN, S3BackupMode="Enabled"))
