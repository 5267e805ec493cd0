from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf252 = RuleCase("KDF252")


def http(url: object) -> str:
    return delivery(HttpEndpointDestinationConfiguration={"EndpointConfiguration": {"Url": url}})


@pytest.mark.parametrize(
    "url", ["https://a.example.com:8443/v1", "https://a.example.com:80", "https://u:p@a.example.com:9999/"]
)
def test_another_port_is_found(url: str) -> None:
    kdf252.finds(http(url))


def test_a_port_after_an_unknown_host_is_found() -> None:
    assert kdf252.finds(http({"Fn::Sub": "https://${Unknown}:9999/api"})).given == "9999"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example.com/v1",
        "https://a.example.com:443/v1",
        "https://u:p@a.example.com/x:1",
        "https://[2001:db8::1]/v1",
    ],
)
def test_the_port_of_https_passes(url: str) -> None:
    kdf252.passes(http(url))


def test_an_unknown_port_is_undecided() -> None:
    kdf252.undecided(http({"Fn::Sub": "https://a.example.com:${Unknown}/"}))


def test_an_unknown_host_has_no_port() -> None:
    kdf252.passes(http({"Fn::Sub": "https://${Unknown}/v1"}))


def test_other_destinations_do_not_apply() -> None:
    kdf252.passes(delivery(SplunkDestinationConfiguration={"HECEndpoint": "https://a.example.com:8088"}))
    kdf252.passes(http(UNKNOWN))
