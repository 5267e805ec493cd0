from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf211 = RuleCase("KDF211")


def secret(name: str, **block: object) -> str:
    return delivery(**{f"{name}DestinationConfiguration": {"SecretsManagerConfiguration": block}})


def test_an_enabled_secret_without_its_arn_is_found() -> None:
    for name in ("HttpEndpoint", "Redshift", "Snowflake"):
        assert (kdf211.finds(secret(name, Enabled=True)).property or "").endswith("SecretARN")


def test_splunk_needs_a_role_besides() -> None:
    assert (kdf211.finds(secret("Splunk", Enabled=True, SecretARN=UNKNOWN)).property or "").endswith("RoleARN")
    kdf211.passes(secret("Splunk", Enabled=True, SecretARN=UNKNOWN, RoleARN=UNKNOWN))


def test_a_named_secret_passes() -> None:
    kdf211.passes(secret("Redshift", Enabled=True, SecretARN=UNKNOWN))


def test_a_secret_that_is_switched_off_does_not_apply() -> None:
    kdf211.passes(secret("Splunk", Enabled=False))
    kdf211.passes(delivery(SplunkDestinationConfiguration={}))


def test_a_secret_that_a_parameter_switches_is_undecided() -> None:
    kdf211.undecided(secret("Redshift", Enabled=UNKNOWN))
