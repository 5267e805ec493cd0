"""Where a service puts what it could not write."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk.consumers.failure_destination import failure_queue

KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")


def undelivered_queue(scope: Construct, given: sqs.IQueue | None) -> sqs.IQueue:
    """Take the queue that was given, or define an encrypted one as the child `Failures`."""
    return failure_queue(scope, "Failures") if given is None else given


def allow_role(queue: sqs.IQueue, role: iam.Role) -> None:
    """Let a role send to the queue what it could not write, and use the queue's customer key."""
    queue.grant(role, "sqs:SendMessage")
    if key := queue.encryption_master_key:
        key.grant(role, *KEY_ACTIONS)


def allow_service(queue: sqs.IQueue, service: str, source_arn: str) -> None:
    """Let a service send to the queue what it could not write for one resource, and use the queue's customer key.

    Args:
        queue: where it is sent. The policy of an imported queue is not changed.
        service: principal that sends.
        source_arn: the resource it sends for.
    """
    queue.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(service)],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={"ArnEquals": {"aws:SourceArn": source_arn}},
        )
    )
    if key := queue.encryption_master_key:
        key.grant(iam.ServicePrincipal(service), *KEY_ACTIONS)
