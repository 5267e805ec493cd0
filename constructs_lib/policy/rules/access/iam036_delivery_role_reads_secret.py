"""Permission to read a destination's secret."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import secret_needs
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule

ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:splunk-abcdef"
SECRET = f"{{Effect: Allow, Action: 'secretsmanager:GetSecretValue', Resource: '{ARN}'}}"
DELIVERY = f"""
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    HttpEndpointDestinationConfiguration:
      EndpointConfiguration: {{Url: "https://logs.example.com"}}
      RoleARN: !GetAtt Role.Arn
      SecretsManagerConfiguration: {{Enabled: true, RoleARN: !GetAtt Role.Arn, SecretARN: "{ARN}"}}
      S3Configuration: {{BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}}
"""


@rule(
    id="IAM036",
    name="delivery-role-reads-secret",
    title="delivery roles may read the secret of their destination",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="Firehose cannot sign in to the destination, and everything goes to the backup bucket",
    fix="allow secretsmanager:GetSecretValue on the secret",
    source="https://docs.aws.amazon.com/firehose/latest/dev/secrets-manager-how.html (read 2026-11-21)",
    bad=template(BUCKET, role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, role("Role", OBJECTS, SECRET), DELIVERY),
)
def delivery_role_reads_secret(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's roles."""
    for need in unmet(secret_needs(stream)):
        yield Violation(
            need.role,
            message="the role is not allowed secretsmanager:GetSecretValue on the secret",
            allowed="secretsmanager:GetSecretValue on the secret",
        )
