from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, conversion, s3

kdf156 = RuleCase("KDF156")


def hive(*formats: object) -> str:
    deserializer = {"HiveJsonSerDe": {"TimestampFormats": list(formats)}}
    return s3(**conversion(InputFormatConfiguration={"Deserializer": deserializer}))


@pytest.mark.parametrize("pattern", ["yyyy-MM-ddTHH:mm:ss", "yyyy'T", "timestamp"])
def test_what_is_no_pattern_is_found(pattern: str) -> None:
    kdf156.finds(hive("millis", pattern))


@pytest.mark.parametrize("pattern", ["millis", "yyyy-MM-dd'T'HH:mm:ss.SSSZZ", "EEE, dd MMM yyyy", "xxxx-'W'ww"])
def test_patterns_pass(pattern: str) -> None:
    kdf156.passes(hive(pattern))


def test_the_other_deserializer_does_not_apply() -> None:
    kdf156.passes(s3(**conversion()))


def test_a_format_that_a_parameter_holds_is_undecided() -> None:
    kdf156.undecided(hive(UNKNOWN))
