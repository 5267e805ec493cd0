"""With what a destination is logged in to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, REDSHIFT, SNOWFLAKE, SPLUNK, secret_of
from constructs_lib.policy.rule import Violation, rule

CREDENTIALS = {
    SPLUNK: ("HECToken",),
    REDSHIFT: tuple(map(str, limit("firehose-redshift-credentials-required").allowed)),
    SNOWFLAKE: tuple(map(str, limit("firehose-snowflake-credentials-required").allowed)),
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      SplunkDestinationConfiguration:
        HECEndpoint: https://splunk.example.com:8088
        {row}
"""


@rule(
    id="KDF210",
    name="credentials-or-secret",
    title="Splunk, Redshift and Snowflake have credentials or a secret",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it has nothing to log in with",
    fix="enable SecretsManagerConfiguration with a SecretARN, or set the credentials",
    source=limit("firehose-redshift-credentials-required").read,
    bad=EXAMPLE.format(row=""),
    good=EXAMPLE.format(row="HECToken: 00000000-0000-0000-0000-000000000000"),
)
def credentials_or_secret(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; an HTTP endpoint may do without either."""
    for name, credentials in CREDENTIALS.items():
        destination = stream[name]
        missing = [key for key in credentials if destination[key].absent]
        if destination.exists and missing and secret_of(destination) is None:
            yield Violation(
                destination,
                message=f"the destination has no {' and no '.join(missing)}, and no secret",
                given=f"no {' and no '.join(missing)}",
                allowed=f"{' and '.join(credentials)}, or a secret",
            )
