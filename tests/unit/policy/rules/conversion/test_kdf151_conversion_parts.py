from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf151 = RuleCase("KDF151")

PARTS = ["SchemaConfiguration", "InputFormatConfiguration", "OutputFormatConfiguration"]
NOTHING = {"Ref": "AWS::NoValue"}


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_part_is_found_with_and_without_enabled(part: str) -> None:
    assert (kdf151.finds(s3(**conversion(**{part: NOTHING}))).property or "").endswith(part)
    kdf151.finds(s3(**conversion(**{part: NOTHING, "Enabled": True})))


def test_all_parts_pass_known_or_not() -> None:
    kdf151.passes(s3(**conversion(SchemaConfiguration=UNKNOWN)))


def test_a_conversion_that_is_switched_off_does_not_apply() -> None:
    kdf151.passes(s3(DataFormatConversionConfiguration={"Enabled": False}))
    kdf151.passes(s3())


def test_a_conversion_that_a_parameter_switches_is_undecided() -> None:
    kdf151.undecided(s3(DataFormatConversionConfiguration={"Enabled": UNKNOWN}))
