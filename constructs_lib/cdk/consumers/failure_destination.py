"""Where a mapping sends the batches that its function could not process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge, acknowledge_wildcards

if TYPE_CHECKING:
    from typing_extensions import TypeIs

QUEUE_RETENTION_DAYS = 14
OBJECTS_OF_LAMBDA = "aws/lambda/*"
KEYS_ARE_LAMBDAS = "Lambda chooses the keys of the objects in which it writes failed batches"

FailureDestination = sqs.IQueue | sns.ITopic | s3.IBucket


def failure_queue(scope: Construct, id: str) -> sqs.Queue:
    """Define an encrypted queue, over TLS only, for what a function could not process."""
    queue = sqs.Queue(
        scope,
        id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(QUEUE_RETENTION_DAYS),
    )
    acknowledge(queue, "it is itself the queue in which failures come to rest", "AwsSolutions-SQS3")
    return queue


def destination_arn(destination: FailureDestination) -> str:
    """Give the ARN that a mapping names."""
    if is_queue(destination):
        return destination.queue_arn
    return destination.topic_arn if is_topic(destination) else destination.bucket_arn


def is_queue(destination: FailureDestination) -> TypeIs[sqs.IQueue]:
    """Tell a queue, imported ones included: those are of no Python class that could be asked for."""
    return hasattr(destination, "queue_arn")


def is_topic(destination: FailureDestination) -> TypeIs[sns.ITopic]:
    """Tell a topic, see `is_queue`."""
    return hasattr(destination, "topic_arn")


def allow_failures(destination: FailureDestination, function: lambda_.IFunction) -> list[iam.Grant]:
    """Let a function's role, which must be known, send failed batches.

    Source: Lambda Developer Guide, "Retaining discarded batch records".
    """
    if is_queue(destination):
        return [
            destination.grant(function, "sqs:SendMessage"),
            *_allow_key(destination.encryption_master_key, function),
        ]
    if is_topic(destination):
        # the CDK's own grant allows a wildcard of the key's actions
        publishing = iam.Grant.add_to_principal(
            grantee=function, actions=["sns:Publish"], resource_arns=[destination.topic_arn]
        )
        return [publishing, *_allow_key(destination.master_key, function)]
    return [*_allow_objects(destination, function), *_allow_key(destination.encryption_key, function)]


def _allow_objects(bucket: s3.IBucket, function: lambda_.IFunction) -> list[iam.Grant]:
    objects = bucket.arn_for_objects(OBJECTS_OF_LAMBDA)
    assert function.role is not None
    acknowledge_wildcards(function.role, KEYS_ARE_LAMBDAS, [objects])
    return [
        iam.Grant.add_to_principal(grantee=function, actions=actions, resource_arns=[resource])
        for actions, resource in ((["s3:ListBucket"], bucket.bucket_arn), (["s3:PutObject"], objects))
    ]


def _allow_key(key: kms.IKey | None, function: lambda_.IFunction) -> list[iam.Grant]:
    return [key.grant(function, "kms:Decrypt", "kms:GenerateDataKey")] if key else []
