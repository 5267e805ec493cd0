from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf153 = RuleCase("KDF153")


def deserializer(*names: str) -> str:
    return s3(**conversion(InputFormatConfiguration={"Deserializer": {name: {} for name in names}}))


def test_both_and_none_are_found() -> None:
    assert kdf153.finds(deserializer("OpenXJsonSerDe", "HiveJsonSerDe")).given == "OpenXJsonSerDe and HiveJsonSerDe"
    assert kdf153.finds(deserializer()).given == "nothing"


def test_a_block_without_it_is_found() -> None:
    kdf153.finds(s3(**conversion(InputFormatConfiguration={})))


@pytest.mark.parametrize("name", ["OpenXJsonSerDe", "HiveJsonSerDe"])
def test_one_passes(name: str) -> None:
    kdf153.passes(deserializer(name))


def test_a_conversion_that_is_switched_off_does_not_apply() -> None:
    kdf153.passes(s3(**conversion(InputFormatConfiguration={}, Enabled=False)))


def test_one_that_is_known_only_at_deployment_passes() -> None:
    kdf153.passes(s3(**conversion(InputFormatConfiguration={"Deserializer": {"OpenXJsonSerDe": UNKNOWN}})))


def test_a_block_that_is_known_only_at_deployment_is_undecided() -> None:
    kdf153.undecided(s3(**conversion(InputFormatConfiguration={"Deserializer": UNKNOWN})))
