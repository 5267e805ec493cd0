from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf200 = RuleCase("KDF200")

NAMES = ["Amazonopensearchservice", "Elasticsearch"]


@pytest.mark.parametrize("name", NAMES)
def test_two_addresses_and_none_are_found(name: str) -> None:
    both = {"DomainARN": UNKNOWN, "ClusterEndpoint": "https://search.example.com"}
    kdf200.finds(delivery(**{f"{name}DestinationConfiguration": both}))
    kdf200.finds(delivery(**{f"{name}DestinationConfiguration": {}}))


@pytest.mark.parametrize("name", NAMES)
def test_one_address_passes_known_or_not(name: str) -> None:
    kdf200.passes(delivery(**{f"{name}DestinationConfiguration": {"DomainARN": UNKNOWN}}))
    kdf200.passes(delivery(**{f"{name}DestinationConfiguration": {"ClusterEndpoint": "https://search.example.com"}}))


def test_a_collection_has_an_address_of_its_own() -> None:
    kdf200.finds(delivery(AmazonOpenSearchServerlessDestinationConfiguration={}))
    kdf200.passes(delivery(AmazonOpenSearchServerlessDestinationConfiguration={"CollectionEndpoint": UNKNOWN}))


def test_other_destinations_do_not_apply() -> None:
    kdf200.passes(delivery(SplunkDestinationConfiguration={}))


def test_a_destination_that_is_known_only_at_deployment_is_undecided() -> None:
    kdf200.undecided(delivery(AmazonopensearchserviceDestinationConfiguration=UNKNOWN))
