"""What Firehose may do in a bucket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.delivery.destinations import Delivery
from constructs_lib.cdk.delivery.other_accounts import other_owner
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

    In a bucket of another account, only while that account owns it: who deletes a bucket frees its name for others.

    Source: Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination" and "Cross-account delivery to
    an Amazon S3 destination".
    """
    role = delivery.role
    beginnings = sorted({fixed_beginning(prefix) for prefix in prefixes})
    objects = [bucket.arn_for_objects(f"{beginning}*") for beginning in beginnings]
    owner = other_owner(bucket, role)
    owned = {"StringEquals": {"s3:ResourceAccount": owner}} if owner else None
    statements = [
        iam.PolicyStatement(actions=list(IN_BUCKET), resources=[bucket.bucket_arn], conditions=owned),
        iam.PolicyStatement(
            actions=[*OF_OBJECTS, OWNERSHIP] if owner else list(OF_OBJECTS), resources=objects, conditions=owned
        ),
    ]
    for statement in statements:
        role.add_to_policy(statement)
    if key is not None:
        key.grant(role, *WITH_KEY)
    if owner:
        delivery.others.ask("Bucket", bucket.bucket_arn, owner, role, statements)
        if key is not None and key.env.account == owner:
            # In the policy of a key the wildcard stands for the key itself.
            use = iam.PolicyStatement(actions=list(WITH_KEY), resources=["*"])
            delivery.others.ask("Key", key.key_arn, owner, role, [use])
    acknowledge_wildcards(role, KEYS_ARE_FIREHOSES, objects)


def encryption(key: kms.IKey | None) -> dict[str, Any] | None:
    """Give `EncryptionConfiguration`; without a key the bucket's own setting applies."""
    return {"KMSEncryptionConfig": {"AWSKMSKeyARN": key.key_arn}} if key else None
