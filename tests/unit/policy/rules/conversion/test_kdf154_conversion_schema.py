from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf154 = RuleCase("KDF154")

SCHEMA = {"RoleARN": UNKNOWN, "DatabaseName": UNKNOWN, "TableName": UNKNOWN}


@pytest.mark.parametrize("name", SCHEMA)
def test_a_missing_name_is_found(name: str) -> None:
    schema = {key: value for key, value in SCHEMA.items() if key != name}
    assert (kdf154.finds(s3(**conversion(SchemaConfiguration=schema))).property or "").endswith(name)


def test_all_names_pass_known_or_not() -> None:
    kdf154.passes(s3(**conversion(SchemaConfiguration=SCHEMA)))


def test_a_conversion_that_is_switched_off_does_not_apply() -> None:
    kdf154.passes(s3(**conversion(SchemaConfiguration={}, Enabled=False)))


def test_a_conversion_that_a_parameter_switches_is_undecided() -> None:
    kdf154.undecided(s3(**conversion(SchemaConfiguration={}, Enabled=UNKNOWN)))
