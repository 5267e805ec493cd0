"""What Firehose may do in a bucket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.delivery.prefixes import fixed_beginning

KEYS_ARE_FIREHOSES = (
    "Firehose chooses the keys of its objects: the wildcard stands for what follows the fixed beginning of a prefix"
)


def allow_delivery(role: iam.Role, bucket: s3.IBucket, prefixes: Iterable[str | None], key: kms.IKey | None) -> None:
    """Let a role write objects under the prefixes, with the key.

    Source: Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination".
    """
    beginnings = sorted({fixed_beginning(prefix) for prefix in prefixes})
    objects = [bucket.arn_for_objects(f"{beginning}*") for beginning in beginnings]
    role.add_to_policy(
        iam.PolicyStatement(
            actions=["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            resources=[bucket.bucket_arn],
        )
    )
    role.add_to_policy(
        iam.PolicyStatement(
            actions=["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
            resources=objects,
        )
    )
    if key is not None:
        key.grant(role, "kms:Decrypt", "kms:GenerateDataKey")
    acknowledge_wildcards(role, KEYS_ARE_FIREHOSES, objects)


def encryption(key: kms.IKey | None) -> dict[str, Any] | None:
    """Give `EncryptionConfiguration`; without a key the bucket's own setting applies."""
    return {"KMSEncryptionConfig": {"AWSKMSKeyARN": key.key_arn}} if key else None
