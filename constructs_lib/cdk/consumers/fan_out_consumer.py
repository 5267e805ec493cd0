"""A function with a registered consumer of its own: enhanced fan-out."""

from __future__ import annotations

from typing import Unpack

from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_lib.cdk.consumers.function_consumer import (
    READ_ACTIONS,
    FunctionConsumer,
    MappingOptions,
    MappingSource,
)
from constructs_lib.cdk.consumers.registration import register
from constructs_lib.graph import Definition, Reference

STREAM_ACTIONS = (*READ_ACTIONS, "kinesis:SubscribeToShard")


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
        registration = register(self, "Consumer", stream=self.stream, name=self._given_name)
        self.consumer, self.consumer_definition = registration.consumer, registration.definition
        arn = self.consumer.stream_consumer_arn
        return MappingSource(
            arn=arn,
            actions=STREAM_ACTIONS,
            context=(stream, self.consumer_definition),
            references={arn: Reference(self.consumer_definition.id, "ConsumerARN")},
            consumer=self.consumer,
        )
