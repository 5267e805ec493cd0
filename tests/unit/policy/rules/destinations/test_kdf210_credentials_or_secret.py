from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf210 = RuleCase("KDF210")

SECRET = {"SecretsManagerConfiguration": {"Enabled": True, "SecretARN": UNKNOWN}}
CREDENTIALS = {
    "SplunkDestinationConfiguration": {"HECToken": UNKNOWN},
    "RedshiftDestinationConfiguration": {"Username": "loader", "Password": UNKNOWN},
    "SnowflakeDestinationConfiguration": {"User": "loader", "PrivateKey": UNKNOWN},
}


@pytest.mark.parametrize("name", CREDENTIALS)
def test_neither_is_found(name: str) -> None:
    kdf210.finds(delivery(**{name: {}}))
    kdf210.finds(delivery(**{name: {"SecretsManagerConfiguration": {"Enabled": False}}}))


@pytest.mark.parametrize("name", CREDENTIALS)
def test_credentials_or_a_secret_pass(name: str) -> None:
    kdf210.passes(delivery(**{name: CREDENTIALS[name]}))
    kdf210.passes(delivery(**{name: SECRET}))


def test_half_of_the_credentials_is_found() -> None:
    assert kdf210.finds(delivery(RedshiftDestinationConfiguration={"Username": "loader"})).given == "no Password"


def test_http_endpoints_do_not_apply() -> None:
    kdf210.passes(delivery(HttpEndpointDestinationConfiguration={}))


def test_a_secret_that_a_parameter_switches_is_undecided() -> None:
    secret = {"SecretsManagerConfiguration": {"Enabled": UNKNOWN}}
    kdf210.undecided(delivery(SplunkDestinationConfiguration=secret))
