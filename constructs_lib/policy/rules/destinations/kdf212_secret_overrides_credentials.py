"""Credentials beside a secret."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, HTTP, REDSHIFT, SNOWFLAKE, SPLUNK, secret_of
from constructs_lib.policy.rule import Violation, rule

CREDENTIALS = {
    SPLUNK: ("HECToken",),
    REDSHIFT: ("Username", "Password"),
    SNOWFLAKE: ("User", "PrivateKey", "KeyPassphrase"),
    HTTP: ("EndpointConfiguration.AccessKey",),
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      SplunkDestinationConfiguration:
        {row}
        SecretsManagerConfiguration:
          Enabled: true
          SecretARN: arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf
"""


@rule(
    id="KDF212",
    name="secret-overrides-credentials",
    title="credentials are in the secret alone",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the secret wins: the credentials of the template have no effect, and stay readable in it",
    fix="take the credentials out of the template",
    source=limit("firehose-secret-overrides-inline").read,
    bad=EXAMPLE.format(row="HECToken: 00000000-0000-0000-0000-000000000000"),
    good=EXAMPLE.format(row="HECEndpointType: Raw"),
)
def secret_overrides_credentials(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    for name, credentials in CREDENTIALS.items():
        destination = stream[name]
        if destination.absent or secret_of(destination) is None:
            continue
        for path in credentials:
            block, _, key = path.rpartition(".")
            holder = destination[block] if block else destination
            if key in holder.keys:
                yield Violation(
                    holder[key],
                    message=f"{key} has no effect beside the secret",
                    given=f"{key} and a secret",
                    allowed="the secret alone",
                )
