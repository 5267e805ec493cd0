from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf157 = RuleCase("KDF157")


def version(value: object) -> str:
    schema = {"DatabaseName": "lake", "TableName": "orders", "VersionId": value}
    return s3(**conversion(SchemaConfiguration=schema))


def test_a_version_that_is_no_number_is_found() -> None:
    assert kdf157.finds(version("v2")).severity == "error"


def test_the_latest_in_small_letters_is_a_warning() -> None:
    assert kdf157.finds(version("latest")).severity == "warning"


@pytest.mark.parametrize("value", ["LATEST", "0", "17", 3])
def test_versions_of_a_table_pass(value: object) -> None:
    kdf157.passes(version(value))


def test_a_version_from_a_parameter_is_undecided() -> None:
    kdf157.undecided(version(UNKNOWN))


def test_a_conversion_that_is_off_does_not_apply() -> None:
    kdf157.passes(s3(**conversion(Enabled=False, SchemaConfiguration={"VersionId": "v2"})))
