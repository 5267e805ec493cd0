from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf152 = RuleCase("KDF152")


def serializer(*names: str) -> str:
    return s3(**conversion(OutputFormatConfiguration={"Serializer": {name: {} for name in names}}))


def test_both_and_none_are_found() -> None:
    assert kdf152.finds(serializer("ParquetSerDe", "OrcSerDe")).given == "ParquetSerDe and OrcSerDe"
    assert kdf152.finds(serializer()).given == "nothing"


def test_a_block_without_it_is_found() -> None:
    kdf152.finds(s3(**conversion(OutputFormatConfiguration={})))


@pytest.mark.parametrize("name", ["ParquetSerDe", "OrcSerDe"])
def test_one_passes(name: str) -> None:
    kdf152.passes(serializer(name))


def test_a_conversion_that_is_switched_off_does_not_apply() -> None:
    kdf152.passes(s3(**conversion(OutputFormatConfiguration={}, Enabled=False)))


def test_one_that_is_known_only_at_deployment_passes() -> None:
    kdf152.passes(s3(**conversion(OutputFormatConfiguration={"Serializer": {"ParquetSerDe": UNKNOWN}})))


def test_a_block_that_is_known_only_at_deployment_is_undecided() -> None:
    kdf152.undecided(s3(**conversion(OutputFormatConfiguration={"Serializer": UNKNOWN})))


def test_a_conversion_without_an_output_block_is_another_rules() -> None:
    kdf152.passes(s3(**conversion(OutputFormatConfiguration={"Ref": "AWS::NoValue"})))
