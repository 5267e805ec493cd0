"""What the secret of a destination or of a source database holds."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.by_name import follow
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, HTTP, REDSHIFT, SNOWFLAKE, SPLUNK
from constructs_lib.policy.reading.json_text import opened
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

STORED = "AWS::SecretsManager::Secret"
DATABASE = "DatabaseSourceConfiguration.DatabaseSourceAuthenticationConfiguration"
SIGN_IN = ("username", "password")
READ = {
    REDSHIFT: SIGN_IN,
    DATABASE: SIGN_IN,
    SPLUNK: ("hec_token",),
    SNOWFLAKE: ("user", "private_key"),
    HTTP: ("api_key",),
}
"""What Firehose reads in the secret of each block."""
EXAMPLE = """
Resources:
  Token:
    Type: AWS::SecretsManager::Secret
    Properties: {{GenerateSecretString: {{SecretStringTemplate: "{{}}", GenerateStringKey: {key}}}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      SplunkDestinationConfiguration:
        SecretsManagerConfiguration: {{Enabled: true, SecretARN: !Ref Token}}
"""


@rule(
    id="KDF213",
    name="secret-has-keys",
    title="a secret holds, as JSON, the keys that Firehose reads for its destination",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream deploys, and Firehose then fails to connect to the destination",
    fix="keep the credentials in a JSON object under the keys of the destination",
    source="https://docs.aws.amazon.com/firehose/latest/dev/secrets-manager-whats-secret.html (read 2026-11-21)",
    bad=EXAMPLE.format(key="token"),
    good=EXAMPLE.format(key="hec_token"),
)
def secret_has_keys(stream: ResourceView) -> Iterator[Violation]:
    """Check the secrets of one delivery stream, as far as the app makes and fills them."""
    yield from together(check(stream[f"{block}.SecretsManagerConfiguration"], keys) for block, keys in READ.items())


def check(settings: Value, keys: tuple[str, ...]) -> Iterator[Violation]:
    """Check the secret of one block."""
    if settings.absent or settings["Enabled"].flag is not True:
        return
    secret = follow(settings["SecretARN"], STORED)
    held = None if secret is None else keys_of(secret)
    missing = [key for key in keys if held is not None and key not in held]
    if secret is not None and missing:
        yield Violation(
            settings["SecretARN"],
            message=f"the secret {secret.id} holds no {' and no '.join(missing)}",
            given=", ".join(sorted(held or ())) or "no JSON object",
            allowed=f"a JSON object with {' and '.join(keys)}",
        )


def keys_of(secret: ResourceView) -> set[str] | None:
    """The keys of the object that a secret is filled with; none for other text, `None` where it is filled later.

    Raises:
        CannotDecide: what it is filled with is not known.
    """
    generated = secret["GenerateSecretString"]
    if secret["SecretString"].exists:
        return set(opened(secret["SecretString"]).keys)
    if generated.absent:
        return None
    key = generated["GenerateStringKey"].text
    return set(opened(generated["SecretStringTemplate"]).keys) | ({key} if key else set())
