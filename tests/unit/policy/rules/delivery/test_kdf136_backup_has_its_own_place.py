from __future__ import annotations

from typing import Any

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf136 = RuleCase("KDF136")
LAKE = {"Lake": {"Type": "AWS::S3::Bucket"}, "Raw": {"Type": "AWS::S3::Bucket"}}


def backed_up(prefix: dict[str, Any], backup: dict[str, Any], bucket: str = "Lake", mode: object = "Enabled") -> str:
    kept = {"BucketARN": {"Fn::GetAtt": [bucket, "Arn"]}, **backup}
    block = {
        "BucketARN": {"Fn::GetAtt": ["Lake", "Arn"]},
        **prefix,
        "S3BackupMode": mode,
        "S3BackupConfiguration": kept,
    }
    return delivery(LAKE, ExtendedS3DestinationConfiguration=block)


@pytest.mark.parametrize(("prefix", "backup"), [({}, {}), ({"Prefix": ""}, {}), ({"Prefix": "a/"}, {"Prefix": "a/"})])
def test_the_same_place_is_found(prefix: dict[str, Any], backup: dict[str, Any]) -> None:
    kdf136.finds(backed_up(prefix, backup))


def test_another_prefix_or_bucket_passes() -> None:
    kdf136.passes(backed_up({}, {"Prefix": "raw/"}))
    kdf136.passes(backed_up({}, {}, bucket="Raw"))


def test_a_prefix_from_a_parameter_may_be_another() -> None:
    kdf136.passes(backed_up({"Prefix": "a/"}, {"Prefix": UNKNOWN}))


def test_a_backup_that_is_off_does_not_apply() -> None:
    kdf136.passes(backed_up({}, {}, mode="Disabled"))


def test_a_mode_from_a_parameter_is_undecided() -> None:
    kdf136.undecided(backed_up({}, {}, mode=UNKNOWN))
