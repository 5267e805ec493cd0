"""A function with a registered consumer of its own: enhanced fan-out."""

from __future__ import annotations

from typing import Unpack

from aws_cdk import Names
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.consumers.function_consumer import (
    READ_ACTIONS,
    FunctionConsumer,
    MappingOptions,
    MappingSource,
)
from constructs_lib.cdk.consumers.registration import Registration, registered_in
from constructs_lib.cdk.streams import DataStream
from constructs_lib.graph import Definition, Reference
from constructs_lib.limits import limit

STREAM_ACTIONS = (*READ_ACTIONS, "kinesis:SubscribeToShard")
LONGEST_NAME = int(limit("kinesis-consumer-name-length").high)


class FanOutConsumer(FunctionConsumer):
    """Define an enhanced fan-out consumer of a stream and the mapping that feeds a function from it.

    The consumers of a stack are registered in groups, one after another, because the service refuses too many at once.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: any stream.
        function: gets the batches; it should answer with `batchItemFailures`.
        consumer_name: made of the construct's path unless given.
        options: those of `FunctionConsumer`: batches, retries, age, windows, filters, failures.

    Attributes:
        consumer: the registered consumer.
        consumer_definition: what was checked of the registered consumer.

    Raises:
        InvalidProperties: with every finding of the policy about the consumer or the mapping.
        ValueError: a unit cannot be converted to that of its property.

    Example:
        >>> FanOutConsumer(self, "DelayWatch", stream=stream, function=watch)  # doctest: +SKIP
    """

    consumer: kinesis.StreamConsumer
    consumer_definition: Definition

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: kinesis.IStream,
        function: lambda_.IFunction,
        consumer_name: str | None = None,
        **options: Unpack[MappingOptions],
    ) -> None:
        self._given_name = consumer_name
        super().__init__(scope, id, stream=stream, function=function, **options)

    def _source(self, stream: Definition | None) -> MappingSource:
        self._register(stream)
        arn = self.consumer.stream_consumer_arn
        return MappingSource(
            arn=arn,
            actions=STREAM_ACTIONS,
            context=(stream, self.consumer_definition),
            references={arn: Reference(self.consumer_definition.id, "ConsumerARN")},
            consumer=self.consumer,
        )

    def _register(self, source: Definition | None) -> None:
        name = self._given_name or Names.unique_resource_name(self, max_length=LONGEST_NAME)
        stream_arn = self.stream.stream_arn
        in_stack = registered_in(self)
        siblings = self.stream.registered_consumers if isinstance(self.stream, DataStream) else []
        waits_for = in_stack.next_waits_for()
        context = {each.id: each for each in [*siblings, *(other.definition for other in in_stack.registrations)]}
        approval = approve(
            path_of(self, "Consumer"),
            "AWS::Kinesis::StreamConsumer",
            {"ConsumerName": name, "StreamARN": stream_arn},
            arguments={"ConsumerName": "consumer_name", "StreamARN": "stream"},
            context=[source, *context.values()],
            references={stream_arn: Reference(source.id, "Arn")} if source else {},
            depends_on=(waits_for.definition.id,) if waits_for else (),
        )
        self.consumer_definition = approval.annotate(self)
        siblings.append(self.consumer_definition)
        self.consumer = kinesis.StreamConsumer(self, "Consumer", stream=self.stream, stream_consumer_name=name)
        in_stack.registrations.append(Registration(definition=self.consumer_definition, consumer=self.consumer))
        if waits_for is not None:
            self.consumer.node.add_dependency(waits_for.consumer)
