"""What Firehose may do in a bucket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk.attributes import bucket_arn, key_arn, objects_arn
from constructs_lib.cdk.delivery.destinations import Delivery
from constructs_lib.cdk.delivery.other_accounts import Allowed, other_owner
from constructs_lib.cdk.delivery.prefixes import fixed_beginning

IN_BUCKET = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
OF_OBJECTS = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject")
OWNERSHIP = "s3:PutObjectAcl"
WITH_KEY = ("kms:Decrypt", "kms:GenerateDataKey")
KEYS_ARE_FIREHOSES = (
    "Firehose chooses the keys of its objects: the wildcard stands for what follows the fixed beginning of a prefix"
)


def allow_delivery(
    delivery: Delivery, bucket: s3.IBucket, prefixes: Iterable[str | None], key: kms.IKey | None
) -> None:
    """Let the role write objects under the prefixes, with the key.

    Source: Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination" and "Cross-account delivery to
    an Amazon S3 destination".
    """
    beginnings = sorted({fixed_beginning(prefix) for prefix in prefixes})
    objects = [objects_arn(bucket, f"{beginning}*") for beginning in beginnings]
    actions = (*OF_OBJECTS, OWNERSHIP) if other_owner(bucket, delivery.role) else OF_OBJECTS
    allow_objects(delivery, bucket, key, (actions, objects), KEYS_ARE_FIREHOSES)


def allow_objects(
    delivery: Delivery, bucket: s3.IBucket, key: kms.IKey | None, of_objects: Allowed, because: str
) -> None:
    """Let the role do something with objects, with the key, and look at the bucket.

    In a bucket of another account, only while that account owns it: who deletes a bucket frees its name for others.

    Args:
        delivery: whose role it is, and which collects what owners of other accounts have to add.
        bucket: with the objects.
        key: that encrypts them.
        of_objects: actions and the ARNs of the objects.
        because: why their ARNs hold wildcards.
    """
    role = delivery.role
    owner = other_owner(bucket, role)
    owned = {"StringEquals": {"s3:ResourceAccount": owner}} if owner else None
    in_bucket = (IN_BUCKET, [bucket_arn(bucket)])
    for actions, resources in (in_bucket, of_objects):
        role.permissions.allow(actions, *resources, conditions=owned, wildcards_because=because)
    role.permissions.allow_key(key, *WITH_KEY)
    if owner:
        delivery.others.ask("Bucket", bucket_arn(bucket), owner, role, [in_bucket, of_objects])
        if key is not None and key.env.account == owner:
            # In the policy of a key the wildcard stands for the key itself.
            delivery.others.ask("Key", key_arn(key), owner, role, [(WITH_KEY, ["*"])])


def encryption(key: kms.IKey | None) -> dict[str, Any] | None:
    """Give `EncryptionConfiguration`; without a key the bucket's own setting applies."""
    return {"KMSEncryptionConfig": {"AWSKMSKeyARN": key_arn(key)}} if key else None
