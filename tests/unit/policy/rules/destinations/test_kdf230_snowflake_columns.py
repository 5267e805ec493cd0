from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf230 = RuleCase("KDF230")


def snowflake(**block: object) -> str:
    return delivery(SnowflakeDestinationConfiguration=block)


def test_missing_columns_are_found() -> None:
    kdf230.finds(snowflake(DataLoadingOption="VARIANT_CONTENT_MAPPING"))
    both = "VARIANT_CONTENT_AND_METADATA_MAPPING"
    assert len(kdf230.run(snowflake(DataLoadingOption=both)).findings) == 2
    kdf230.finds(snowflake(DataLoadingOption=both, ContentColumnName="BODY"))


def test_named_columns_pass() -> None:
    kdf230.passes(snowflake(DataLoadingOption="VARIANT_CONTENT_MAPPING", ContentColumnName=UNKNOWN))


def test_json_by_name_or_by_default_does_not_apply() -> None:
    kdf230.passes(snowflake(DataLoadingOption="JSON_MAPPING"))
    kdf230.passes(snowflake())
    kdf230.passes(delivery())


def test_an_option_that_a_parameter_holds_is_undecided() -> None:
    kdf230.undecided(snowflake(DataLoadingOption=UNKNOWN))
