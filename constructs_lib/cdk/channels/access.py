"""The role of a channel, and what it may do in a bucket."""

from __future__ import annotations

from typing import Any

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.delivery.failures import FailureBucket

SERVICE = "kinesis.amazonaws.com"
ERRORS = "errors/"
KEYS_ARE_THE_CHANNELS = (
    "the channel chooses the keys of its objects: the wildcard stands for what follows the fixed beginning"
)
KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")
"""Source of this module: Kinesis Data Streams Developer Guide, "IAM permissions for data delivery", 2026."""


def channel_role(scope: Construct, id: str) -> iam.Role:
    """Define a role without permissions that Kinesis may assume for channels of this account and region alone."""
    stack = Stack.of(scope)
    channels = stack.format_arn(
        service="kinesis", resource="channel", resource_name="*", arn_format=ArnFormat.SLASH_RESOURCE_NAME
    )
    principal = iam.ServicePrincipal(
        SERVICE,
        conditions={"StringEquals": {"aws:SourceAccount": stack.account}, "ArnLike": {"aws:SourceArn": channels}},
    )
    return iam.Role(scope, id, assumed_by=principal, description="Delivers the records of a stream")


def allow_objects(role: iam.Role, bucket: s3.IBucket, beginning: str) -> None:
    """Let a role write objects whose keys begin so, with the key of the bucket.

    The guide also names calls for which IAM has no action; `s3:PutObject` covers those of an upload in parts.
    """
    objects = bucket.arn_for_objects(f"{beginning}*")
    allowed = (
        (["s3:ListBucket", "s3:ListBucketMultipartUploads"], bucket.bucket_arn),
        (["s3:ListMultipartUploadParts", "s3:PutObject"], objects),
    )
    for actions, resource in allowed:
        role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[resource]))
    allow_key(role, bucket.encryption_key)
    acknowledge_wildcards(role, KEYS_ARE_THE_CHANNELS, [objects])


def allow_key(role: iam.Role, key: kms.IKey | None) -> None:
    """Let a role encrypt with a key, and read back what it encrypted."""
    if key is not None:
        key.grant(role, *KEY_ACTIONS)


def dead_letters(scope: Construct, role: iam.Role, bucket: s3.IBucket | None) -> tuple[s3.IBucket, dict[str, Any]]:
    """Give the bucket of what cannot be delivered, defined unless given, and `DeadLetterQueueS3Configuration`."""
    bucket = bucket or FailureBucket(scope, "Failures")
    allow_objects(role, bucket, ERRORS)
    return bucket, {
        "BucketARN": bucket.bucket_arn,
        "ExpectedBucketOwner": bucket.env.account,
        "ErrorOutputPrefix": ERRORS,
    }
