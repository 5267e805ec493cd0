"""The key that encrypts what a delivery stream writes."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.access import (
    DECRYPT,
    DELIVERY,
    KEY,
    OBJECTS,
    ROLE_GUIDE,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import s3_blocks
from constructs_lib.policy.reading.keys import bucket_key, key_of, may_use
from constructs_lib.policy.rule import Violation, rule

BUCKET = """
Bucket:
  Type: AWS::S3::Bucket
  Properties:
    BucketEncryption:
      ServerSideEncryptionConfiguration:
        - ServerSideEncryptionByDefault: {SSEAlgorithm: "aws:kms", KMSMasterKeyID: !GetAtt Key.Arn}
"""


@rule(
    id="KMS012",
    name="delivery-role-encrypts-objects",
    title="delivery roles may use the key that encrypts their objects",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream deploys, and every delivery then fails: S3 asks for a data key with the role",
    fix="allow kms:GenerateDataKey and kms:Decrypt on the key, in the role or in the key policy",
    source=ROLE_GUIDE,
    bad=template(KEY, BUCKET, role("Role", OBJECTS), DELIVERY),
    good=template(KEY, BUCKET, role("Role", OBJECTS, DECRYPT), DELIVERY),
)
def delivery_role_encrypts_objects(stream: ResourceView) -> Iterator[Violation]:
    """Check the S3 blocks of one delivery stream."""
    for block in s3_blocks(stream):
        key = object_key(block)
        role_value = block["RoleARN"]
        if key is not None and role_value.exists and not may_use(role_value, key, "kms:GenerateDataKey", "s3"):
            yield Violation(
                role_value,
                message=f"objects are encrypted with {key.id}, which the role may not use",
                allowed=f"kms:GenerateDataKey on {key.id}",
            )


def object_key(block: Value) -> ResourceView | None:
    """The customer key of an S3 block: its own, or its bucket's."""
    own = block["EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN"]
    if own.exists:
        return key_of(own)
    bucket = block["BucketARN"]
    target = bucket.target if bucket.reference is not None else None
    return bucket_key(target) if target is not None and target.type == "AWS::S3::Bucket" else None
