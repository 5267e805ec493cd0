from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.destinations.kdf213_secret_has_keys import EXAMPLE

kdf213 = RuleCase("KDF213")
TEMPLATE = """
Parameters:
  Token: {{Type: String, NoEcho: true}}
Resources:
  Secret: {{Type: AWS::SecretsManager::Secret, Properties: {{{content}}}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      {destination}:
        SecretsManagerConfiguration: {{Enabled: {enabled}, SecretARN: {arn}}}
"""


def secret(content: str, destination: str = "Splunk", enabled: str = "true", arn: str = "!Ref Secret") -> str:
    return TEMPLATE.format(
        content=content, destination=f"{destination}DestinationConfiguration", enabled=enabled, arn=arn
    )


@pytest.mark.parametrize(
    ("destination", "content"),
    [
        ("Splunk", """SecretString: '{"hec_token": "a"}'"""),
        ("HttpEndpoint", """SecretString: !Sub '{"api_key": "${Token}"}'"""),
        ("Snowflake", """SecretString: '{"user": "loader", "private_key": "a", "key_passphrase": "b"}'"""),
        (
            "Redshift",
            """GenerateSecretString: {SecretStringTemplate: '{"username": "a"}', GenerateStringKey: password}""",
        ),
    ],
)
def test_a_secret_with_the_keys_of_its_destination_passes(destination: str, content: str) -> None:
    kdf213.passes(secret(content, destination))


@pytest.mark.parametrize(
    ("destination", "content", "given"),
    [
        ("Splunk", """SecretString: '{"HECToken": "a"}'""", "HECToken"),
        ("HttpEndpoint", """SecretString: '{"access_key": "a"}'""", "access_key"),
        ("Snowflake", """SecretString: '{"username": "a", "private_key": "b"}'""", "private_key, username"),
        ("Redshift", """SecretString: '{"user": "a", "password": "b"}'""", "password, user"),
        ("Redshift", "GenerateSecretString: {PasswordLength: 32}", "no JSON object"),
    ],
)
def test_a_secret_without_them_is_found(destination: str, content: str, given: str) -> None:
    finding = kdf213.finds(secret(content, destination))
    assert (finding.given, finding.resource) == (given, "Delivery")
    assert (finding.property or "").endswith("SecretARN")


def test_the_secret_of_a_source_database_is_checked() -> None:
    block = "DatabaseSourceConfiguration:\n        DatabaseSourceAuthenticationConfiguration:\n  "
    content = """SecretString: '{"user": "a"}'"""
    template = secret(content).replace("SplunkDestinationConfiguration:", block.rstrip())
    kdf213.finds(template.replace("        SecretsManager", "          SecretsManager"))


def test_a_secret_that_is_filled_later_or_not_used_passes() -> None:
    kdf213.passes(secret("Description: filled by hand"))
    kdf213.passes(secret("""SecretString: '{"a": 1}'""", enabled="false"))
    arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf"
    kdf213.passes(secret("""SecretString: '{"a": 1}'""", arn=arn))


def test_a_secret_that_is_not_known_is_undecided() -> None:
    kdf213.undecided(secret("SecretString: !Ref Token"))
    kdf213.undecided(EXAMPLE.format(key="!ImportValue key"))
