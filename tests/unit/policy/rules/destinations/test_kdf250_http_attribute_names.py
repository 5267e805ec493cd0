from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf250 = RuleCase("KDF250")


def http(*names: object) -> str:
    attributes = [{"AttributeName": name, "AttributeValue": "x"} for name in names]
    return delivery(HttpEndpointDestinationConfiguration={"RequestConfiguration": {"CommonAttributes": attributes}})


def test_a_name_that_is_there_twice_is_found() -> None:
    assert kdf250.finds(http("team", "stage", "team")).given == "team"


def test_different_names_pass() -> None:
    kdf250.passes(http("team", "Team", "stage"))


def test_without_attributes_it_does_not_apply() -> None:
    kdf250.passes(delivery(HttpEndpointDestinationConfiguration={}))


def test_a_name_that_a_parameter_holds_is_undecided() -> None:
    kdf250.undecided(http("team", UNKNOWN))
