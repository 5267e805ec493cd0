from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf160 = RuleCase("KDF160")


def mapped(mappings: object) -> str:
    deserializer = {"OpenXJsonSerDe": {"ColumnToJsonKeyMappings": mappings}}
    return s3(**conversion(InputFormatConfiguration={"Deserializer": deserializer}))


@pytest.mark.parametrize("mappings", [{"my time": "timestamp"}, {"": "timestamp"}, {"ts": " "}, {"ts": ""}])
def test_a_blank_or_spaced_name_is_found(mappings: dict[str, str]) -> None:
    kdf160.finds(mapped(mappings))


def test_names_pass() -> None:
    kdf160.passes(mapped({"ts": "time stamp", "id": UNKNOWN}))


def test_a_conversion_without_mappings_does_not_apply() -> None:
    kdf160.passes(s3(**conversion()))


def test_mappings_from_a_parameter_are_undecided() -> None:
    kdf160.undecided(mapped(UNKNOWN))
