from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf202 = RuleCase("KDF202")


def index(name: object, block: str = "AmazonopensearchserviceDestinationConfiguration") -> str:
    return delivery(**{block: {"IndexName": name}})


@pytest.mark.parametrize("name", ["Orders", "my orders", "_orders", "-orders", "a/b", "a,b", "orders#1", "a*"])
def test_a_name_that_the_engine_refuses_is_found(name: str) -> None:
    kdf202.finds(index(name))


@pytest.mark.parametrize(
    "block", ["ElasticsearchDestinationConfiguration", "AmazonOpenSearchServerlessDestinationConfiguration"]
)
def test_each_kind_of_search_destination_is_read(block: str) -> None:
    kdf202.finds(index("Orders", block))


@pytest.mark.parametrize("name", ["orders", "orders-2026", "orders_v1.2", "1orders"])
def test_other_names_pass(name: str) -> None:
    kdf202.passes(index(name))


def test_the_known_part_of_a_name_is_enough_for_a_finding() -> None:
    kdf202.finds(index({"Fn::Sub": "Orders-${Unknown}"}))


def test_a_name_with_an_unknown_part_is_undecided() -> None:
    kdf202.undecided(index({"Fn::Sub": "orders-${Unknown}"}))
    kdf202.undecided(index(UNKNOWN))


def test_a_destination_without_an_index_does_not_apply() -> None:
    kdf202.passes(delivery(SplunkDestinationConfiguration={}))
