"""A registered consumer whose readers belong to other accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct

from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.consumers.function_consumer import CONSUMER_ACTIONS
from constructs_lib.cdk.consumers.registration import register
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.streams.sharing import TYPE, VERSION, statement_for
from constructs_lib.cdk.whole import whole
from constructs_lib.graph import Definition, Reference


class SharedConsumer(Construct):
    """Register a consumer of a stream for readers of other accounts, with a throughput that nobody else uses.

    The account of the stream registers and pays for the consumer. Its resource policy and that of the stream let the
    readers in, and so does the key. They name the ARN of the consumer where they read, such as the event source of
    their function, and allow themselves the same in their own account.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: a stream of this app, with a customer key.
        principals: accounts, roles or users of other accounts.
        consumer_name: made of the construct's path unless given.

    Attributes:
        stream: the stream.
        consumer: the registered consumer.
        consumer_definition: what was checked of the consumer.
        resource_policy: what was checked of its resource policy.

    Raises:
        InvalidProperties: with every finding of the policy about the consumer or a resource policy.
        ValueError: nobody or everybody is named, or the stream has no customer key, without which they could not
            decrypt.

    Source: Kinesis Data Streams Developer Guide, "Share access using resource-based policies", 2026.

    Example:
        >>> SharedConsumer(self, "Partner", stream=stream, principals=[AccountPrincipal("111122223333")])
        ... # doctest: +SKIP
    """

    consumer: kinesis.StreamConsumer

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: DataStream,
        principals: Sequence[iam.IPrincipal],
        consumer_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.stream = stream
        stream.share_fan_out(*principals)
        registration = register(self, "Consumer", stream=stream, name=consumer_name)
        self.consumer, self.consumer_definition = registration.consumer, registration.definition
        self.resource_policy = self._let_in(principals)

    def _let_in(self, principals: Sequence[iam.IPrincipal]) -> Definition:
        arn = self.consumer.stream_consumer_arn
        statement = statement_for(principals, CONSUMER_ACTIONS, arn)
        written: dict[str, Any] = {"Statement": [statement.to_statement_json()], "Version": VERSION}
        approval = approve(
            path_of(self.consumer, "Policy"),
            TYPE,
            {"ResourceArn": arn, "ResourcePolicy": written},
            arguments={"ResourcePolicy": "principals"},
            context=[self.consumer_definition],
            references={arn: Reference(self.consumer_definition.id, "ConsumerARN")},
        )
        self.consumer.add_to_resource_policy(statement)
        return approval.annotate(self)
