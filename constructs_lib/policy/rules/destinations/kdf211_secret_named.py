"""The secret that a destination logs in with."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, SPLUNK, destinations, kind, secret_of
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      HttpEndpointDestinationConfiguration:
        EndpointConfiguration: {{Url: https://example.com}}
        SecretsManagerConfiguration: {{Enabled: true{arn}}}
"""


@rule(
    id="KDF211",
    name="secret-named",
    title="an enabled secret is named, and for Splunk with the role that reads it",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it does not know which secret, or with which role",
    fix="set SecretARN, and for Splunk RoleARN",
    source=limit("firehose-secret-arn-required").read,
    bad=EXAMPLE.format(arn=""),
    good=EXAMPLE.format(arn=', SecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf"'),
)
def secret_named(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; destinations other than Splunk lend their own role."""
    for destination in destinations(stream):
        secret = secret_of(destination)
        if secret is None:
            continue
        for name in ("SecretARN", "RoleARN") if kind(destination) == SPLUNK else ("SecretARN",):
            if secret[name].absent:
                yield Violation(secret[name], message=f"the secret is enabled without {name}", allowed=name)
