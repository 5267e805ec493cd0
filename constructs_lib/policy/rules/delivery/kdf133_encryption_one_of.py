"""The encryption of objects is one of two."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.rule import Violation, rule

CHOICES = ("KMSEncryptionConfig", "NoEncryptionConfig")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        EncryptionConfiguration: {{NoEncryptionConfig: NoEncryption{key}}}
"""


@rule(
    id="KDF133",
    name="object-encryption-one-of",
    title="objects are encrypted with a key or not at all",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: exactly one of both has to be specified",
    fix="set KMSEncryptionConfig or NoEncryptionConfig",
    source=limit("firehose-s3-encryption-exclusive").read,
    bad=EXAMPLE.format(key=', KMSEncryptionConfig: {AWSKMSKeyARN: "arn:aws:kms:us-east-1:111122223333:key/orders"}'),
    good=EXAMPLE.format(key=""),
)
def encryption_one_of(stream: ResourceView) -> Iterator[Violation]:
    """Check every S3 block of one delivery stream."""
    for block in s3_blocks(stream):
        encryption = block["EncryptionConfiguration"]
        found = [name for name in CHOICES if name in encryption.keys]
        if encryption.exists and len(found) != 1:
            yield Violation(
                encryption,
                message="the objects are both encrypted and not encrypted" if found else "the encryption says nothing",
                given=" and ".join(found) or "nothing",
                allowed=" or ".join(CHOICES),
            )
