"""The key of a destination's secret."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, KEY, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations
from constructs_lib.policy.reading.keys import key_of, may_use
from constructs_lib.policy.rule import Violation, rule

STORED = "Secret: {Type: AWS::SecretsManager::Secret, Properties: {KmsKeyId: !GetAtt Key.Arn}}"
DECRYPT = "{Effect: Allow, Action: 'kms:Decrypt', Resource: !GetAtt Key.Arn}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    HttpEndpointDestinationConfiguration:
      EndpointConfiguration: {Url: "https://logs.example.com"}
      RoleARN: !GetAtt Role.Arn
      SecretsManagerConfiguration: {Enabled: true, RoleARN: !GetAtt Role.Arn, SecretARN: !Ref Secret}
      S3Configuration: {BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}
"""


@rule(
    id="KMS014",
    name="delivery-role-decrypts-secret",
    title="delivery roles may decrypt the secret of their destination",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="a secret under a customer key is read only by who may use the key: Firehose cannot sign in",
    fix="allow kms:Decrypt on the secret's key, in the role or in the key policy",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html (read 2026-11-21)",
    bad=template(KEY, STORED, BUCKET, role("Role", OBJECTS), DELIVERY),
    good=template(KEY, STORED, BUCKET, role("Role", OBJECTS, DECRYPT), DELIVERY),
)
def delivery_role_decrypts_secret(stream: ResourceView) -> Iterator[Violation]:
    """Check the secrets of one delivery stream, as far as the app makes them."""
    for destination in destinations(stream):
        settings = destination["SecretsManagerConfiguration"]
        if settings["SecretARN"].reference is None or settings["Enabled"].flag is not True:
            continue
        secret = settings["SecretARN"].target
        key = (
            key_of(secret["KmsKeyId"]) if secret is not None and secret.type == "AWS::SecretsManager::Secret" else None
        )
        reader = settings["RoleARN"] if settings["RoleARN"].exists else destination["RoleARN"]
        if key is not None and reader.exists and not may_use(reader, key, "kms:Decrypt", "secretsmanager"):
            yield Violation(
                reader,
                message=f"the secret is encrypted with {key.id}, which the role may not decrypt with",
                allowed=f"kms:Decrypt on {key.id}",
            )
