"""Where a mapping sends the batches that its function could not process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge
from constructs_lib.cdk.attributes import bucket_arn, key_of, objects_arn
from constructs_lib.cdk.roles import Permissions
from constructs_lib.cdk.tokens import of_days
from constructs_lib.cdk.tree import remember_place, stack_of

if TYPE_CHECKING:
    from typing_extensions import TypeIs

QUEUE_RETENTION_DAYS = 14
WITH_KEY = ("kms:Decrypt", "kms:GenerateDataKey")
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
        retention_period=of_days(QUEUE_RETENTION_DAYS),
    )
    remember_place(queue, scope, id)
    acknowledge(queue, "it is itself the queue in which failures come to rest", "AwsSolutions-SQS3")
    return queue


def destination_arn(destination: FailureDestination) -> str:
    """Give the ARN that a mapping names."""
    if is_queue(destination):
        return destination.queue_arn
    return destination.topic_arn if is_topic(destination) else bucket_arn(destination)


def is_queue(destination: FailureDestination) -> TypeIs[sqs.IQueue]:
    """Tell a queue, imported ones included: those are of no Python class that could be asked for."""
    return hasattr(destination, "queue_arn")


def is_topic(destination: FailureDestination) -> TypeIs[sns.ITopic]:
    """Tell a topic, see `is_queue`."""
    return hasattr(destination, "topic_arn")


def allow_failures(destination: FailureDestination, permissions: Permissions, grantee: iam.IGrantable) -> None:
    """Let a function's role send failed batches.

    Args:
        destination: where to.
        permissions: of the role.
        grantee: the function.

    Source: Lambda Developer Guide, "Retaining discarded batch records".
    """
    if is_queue(destination):
        if isinstance(destination, sqs.Queue) and stack_of(destination) is permissions.stack:
            permissions.allow(["sqs:SendMessage"], destination.queue_arn)
        else:
            permissions.add(destination.grant(grantee, "sqs:SendMessage"))
        permissions.allow_key(destination.encryption_master_key, *WITH_KEY)
    elif is_topic(destination):
        # the CDK's own grant allows a wildcard of the key's actions
        permissions.allow(["sns:Publish"], destination.topic_arn)
        permissions.allow_key(destination.master_key, *WITH_KEY)
    else:
        permissions.allow(["s3:ListBucket"], bucket_arn(destination))
        objects = objects_arn(destination, OBJECTS_OF_LAMBDA)
        permissions.allow(["s3:PutObject"], objects, wildcards_because=KEYS_ARE_LAMBDAS)
        permissions.allow_key(key_of(destination), *WITH_KEY)
