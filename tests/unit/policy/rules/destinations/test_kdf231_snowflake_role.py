from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf231 = RuleCase("KDF231")


def role(**block: object) -> str:
    return delivery(SnowflakeDestinationConfiguration={"SnowflakeRoleConfiguration": block})


def test_an_enabled_role_without_a_name_is_found() -> None:
    kdf231.finds(role(Enabled=True))


def test_a_named_role_passes() -> None:
    kdf231.passes(role(Enabled=True, SnowflakeRole=UNKNOWN))


def test_a_role_that_is_not_enabled_does_not_apply() -> None:
    kdf231.passes(role(Enabled=False))
    kdf231.passes(role())
    kdf231.passes(delivery(SnowflakeDestinationConfiguration={}))


def test_a_role_that_a_parameter_switches_is_undecided() -> None:
    kdf231.undecided(role(Enabled=UNKNOWN))
