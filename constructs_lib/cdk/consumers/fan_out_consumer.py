"""A function with a registered consumer of its own: enhanced fan-out."""

from __future__ import annotations

from typing import Unpack

from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_lib.cdk.attributes import stream_arn
from constructs_lib.cdk.consumers.function_consumer import (
    READ_ACTIONS,
    FunctionConsumer,
    MappingOptions,
    MappingSource,
)
from constructs_lib.cdk.consumers.registration import definition_of, register
from constructs_lib.cdk.tokens import is_token
from constructs_lib.cdk.whole import whole
from constructs_lib.graph import Definition, Reference

STREAM_ACTIONS = (*READ_ACTIONS, "kinesis:SubscribeToShard")


class FanOutConsumer(FunctionConsumer):
    """Define an enhanced fan-out consumer of a stream and the mapping that feeds a function from it.

    The consumers of a stack are registered in groups, one after another, because the service refuses too many at once.
    Kinesis keeps one subscription of a consumer and a shard at a time, so a registered consumer feeds one function.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: any stream.
        function: gets the batches; it should answer with `batchItemFailures`.
        consumer_name: made of the construct's path unless given.
        consumer: one that is registered already, here, by another app or in another account; one is registered unless
            given.
        options: those of `FunctionConsumer`: batches, retries, age, windows, filters, failures.

    Attributes:
        consumer: the registered consumer.
        consumer_definition: what was checked of the registered consumer; `None` for one that another app registers.

    Raises:
        InvalidProperties: with every finding of the policy about the consumer or the mapping.
        ValueError: a unit cannot be converted to that of its property; the given consumer reads another stream, or has
            a name already.

    Example:
        >>> FanOutConsumer(self, "DelayWatch", stream=stream, function=watch)  # doctest: +SKIP
    """

    consumer: kinesis.IStreamConsumer
    consumer_definition: Definition | None

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: kinesis.IStream,
        function: lambda_.IFunction,
        consumer_name: str | None = None,
        consumer: kinesis.IStreamConsumer | None = None,
        **options: Unpack[MappingOptions],
    ) -> None:
        if consumer is not None:
            _require_reads(consumer, stream, consumer_name)
        self._given_name, self._given = consumer_name, consumer
        super().__init__(scope, id, stream=stream, function=function, **options)

    def _source(self, stream: Definition | None) -> MappingSource:
        if self._given is not None:
            self.consumer, self.consumer_definition = self._given, definition_of(self._given)
        else:
            registration = register(self, "Consumer", stream=self.stream, name=self._given_name)
            self.consumer, self.consumer_definition = registration.consumer, registration.definition
        arn, known_here = self.consumer.stream_consumer_arn, self.consumer_definition
        return MappingSource(
            arn=arn,
            actions=STREAM_ACTIONS,
            context=(stream, known_here),
            references={arn: Reference(known_here.id, "ConsumerARN")} if known_here else {},
            consumer=self.consumer,
        )


def _require_reads(consumer: kinesis.IStreamConsumer, stream: kinesis.IStream, name: str | None) -> None:
    if name is not None:
        raise ValueError("consumer is registered already and has its name: leave out consumer_name")
    read, given = consumer.stream.stream_arn, stream_arn(stream)
    if read != given and not is_token(read) and not is_token(given):
        raise ValueError(f"consumer reads {read}, and stream is {given}: give the stream that it reads")
