"""Messages of a topic, written into a delivery stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.roles import writer_role
from constructs_lib.cdk.writers.targets import delivery_target_of
from constructs_lib.cdk.writers.undelivered import allow_service, undelivered_queue

TYPE = "AWS::SNS::Subscription"
SERVICE = "sns.amazonaws.com"
ARGUMENTS = {
    "TopicArn": "topic",
    "Endpoint": "target",
    "RawMessageDelivery": "raw",
    "FilterPolicy": "filter_policy",
    "FilterPolicyScope": "filter_body",
    "RedrivePolicy.deadLetterTargetArn": "on_failure",
}


class TopicSubscription(Construct):
    """Write the messages of a topic into a delivery stream, as they were published.

    Args:
        scope: the parent.
        id: unique in the scope.
        topic: whose messages are written.
        target: takes direct puts.
        raw: the message alone, as it was published. Without it, SNS wraps the message as a string in an object
            with its id, time, topic and attributes.
        filter_policy: `{"carrier": ["UA", "DL"]}`; all messages unless given.
        filter_body: look for the names of the filter in the message, not in its attributes.
        on_failure: gets what could not be written; a queue of its own unless given.

    Attributes:
        role: the role that SNS writes with.
        on_failure: the queue for what could not be written.
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the subscription.
        TypeError: the target is no delivery stream.

    Example:
        >>> TopicSubscription(self, "ToLake", topic=topic, target=delivery)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        topic: sns.ITopic,
        target: firehose.IDeliveryStream,
        raw: bool = True,
        filter_policy: Mapping[str, Sequence[Any]] | None = None,
        filter_body: bool = False,
        on_failure: sqs.IQueue | None = None,
    ) -> None:
        super().__init__(scope, id)
        written = delivery_target_of(target, "SNS")
        self.role = writer_role(self, SERVICE, written)
        self.on_failure = undelivered_queue(self, on_failure)
        allow_service(self.on_failure, SERVICE, topic.topic_arn)
        properties = present(
            {
                "TopicArn": topic.topic_arn,
                "Protocol": "firehose",
                "Endpoint": written.arn,
                "SubscriptionRoleArn": self.role.role_arn,
                "RawMessageDelivery": raw,
                "FilterPolicy": filter_policy,
                "FilterPolicyScope": "MessageBody" if filter_body else None,
                "RedrivePolicy": {"deadLetterTargetArn": self.on_failure.queue_arn},
            }
        )
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.resource = sns.CfnSubscription(self, "Resource", **l1.arguments(sns.CfnSubscriptionProps, properties))
        self.resource.node.add_dependency(*permissions(self.role))
