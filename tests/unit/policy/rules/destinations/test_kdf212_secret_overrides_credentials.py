from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf212 = RuleCase("KDF212")

SECRET = {"SecretsManagerConfiguration": {"Enabled": True, "SecretARN": UNKNOWN}}


@pytest.mark.parametrize(
    ("name", "credentials"),
    [
        ("Splunk", {"HECToken": UNKNOWN}),
        ("Redshift", {"Password": UNKNOWN}),
        ("Snowflake", {"PrivateKey": UNKNOWN}),
        ("HttpEndpoint", {"EndpointConfiguration": {"AccessKey": UNKNOWN}}),
    ],
)
def test_credentials_beside_a_secret_are_found(name: str, credentials: dict[str, object]) -> None:
    kdf212.finds(delivery(**{f"{name}DestinationConfiguration": {**credentials, **SECRET}}))


def test_one_of_both_passes() -> None:
    kdf212.passes(delivery(SplunkDestinationConfiguration={"HECToken": UNKNOWN}))
    kdf212.passes(delivery(SplunkDestinationConfiguration=SECRET))


def test_a_secret_that_is_switched_off_does_not_apply() -> None:
    off = {"HECToken": UNKNOWN, "SecretsManagerConfiguration": {"Enabled": False}}
    kdf212.passes(delivery(SplunkDestinationConfiguration=off))


def test_a_secret_that_a_parameter_switches_is_undecided() -> None:
    block = {"HECToken": UNKNOWN, "SecretsManagerConfiguration": {"Enabled": UNKNOWN}}
    kdf212.undecided(delivery(SplunkDestinationConfiguration=block))


def test_an_endpoint_that_is_known_only_at_deployment_is_undecided() -> None:
    kdf212.undecided(delivery(HttpEndpointDestinationConfiguration={"EndpointConfiguration": UNKNOWN, **SECRET}))
