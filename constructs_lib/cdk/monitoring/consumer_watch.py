"""What is watched of a consumer with its function."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.cdk.consumers import FanOutConsumer, FunctionConsumer
from constructs_lib.cdk.consumers.failure_destination import is_queue
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.monitoring.lag import longest_lag, number
from constructs_lib.cdk.monitoring.settings import AlarmSettings
from constructs_lib.cdk.monitoring.watch import KINESIS, LAMBDA, MAXIMUM, SQS, SUM, Measure, Watch, Watched
from constructs_lib.graph import Definition, Reference


def watch_consumer(consumer: FunctionConsumer, settings: AlarmSettings) -> Watched:
    """Say what is watched of a consumer.

    Source: Lambda Developer Guide, "Types of metrics for Lambda functions"; Kinesis Data Streams Developer Guide,
    "Monitor the Amazon Kinesis Data Streams service with CloudWatch".
    """
    stream = describe(consumer.stream)
    name = consumer.node.id
    errors, calls, undelivered = (
        _of_function(consumer, metric, SUM) for metric in ("Errors", "Invocations", "DestinationDeliveryFailures")
    )
    lag = lag_of(consumer)
    failures = tuple(_failures(consumer))
    watches = [
        Watch(
            id=f"{name}Lag",
            measure=lag,
            threshold=longest_lag(stream, [consumer.definition], settings.lag_share),
            heals=False,
            why=f"the consumer is behind by {settings.lag_share:.0%} of the time after which its records are given up: "
            "look at the duration and the errors of its function",
        ),
        Watch(
            id=f"{name}Errors",
            measure=errors,
            threshold=max(0, number(consumer.definition.properties, "MaximumRetryAttempts", 0)),
            why="the function fails more often than one batch is tried again: read its log",
        ),
        Watch(
            id=f"{name}Undelivered",
            measure=undelivered,
            threshold=0,
            heals=False,
            why="failed batches could not be handed to the failure destination and are lost: look at its permissions",
        ),
    ]
    watches += [
        Watch(
            id=f"{name}Failures",
            measure=depth,
            threshold=0,
            heals=False,
            why="batches were given up: repair the function, then replay them while the stream keeps their records",
        )
        for depth in failures
    ]
    context, references = _related(consumer, stream)
    return Watched(
        title=f"consumer {name}",
        watches=tuple(watches),
        graphs={
            "milliseconds behind": (lag,),
            "calls and errors": (calls, errors),
            "batches given up": (*failures, undelivered),
        },
        context=context,
        references=references,
    )


def lag_of(consumer: FunctionConsumer) -> Measure:
    """Give the metric that is this consumer's own lag, in milliseconds: a stream's own mixes all that poll."""
    if isinstance(consumer, FanOutConsumer):
        return Measure(
            namespace=KINESIS,
            name="SubscribeToShardEvent.MillisBehindLatest",
            dimensions={
                "StreamName": consumer.stream.stream_name,
                "ConsumerName": consumer.consumer.stream_consumer_name,
            },
            statistic=MAXIMUM,
        )
    return _of_function(consumer, "IteratorAge", MAXIMUM)


def _of_function(consumer: FunctionConsumer, metric: str, statistic: str) -> Measure:
    """Give a metric with the dimensions of the function: those of an alias or a version have one more."""
    dimensions = consumer.function.metric(metric).dimensions or {}
    return Measure(namespace=LAMBDA, name=metric, dimensions=dimensions, statistic=statistic)


def _failures(consumer: FunctionConsumer) -> Iterator[Measure]:
    if is_queue(consumer.on_failure):
        yield Measure(
            namespace=SQS,
            name="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": consumer.on_failure.queue_name},
            statistic=MAXIMUM,
        )


def _related(
    consumer: FunctionConsumer, stream: Definition | None
) -> tuple[tuple[Definition, ...], dict[str, Reference]]:
    context = [stream] if stream else []
    references = {consumer.stream.stream_name: Reference(stream.id)} if stream else {}
    registered = consumer.consumer_definition if isinstance(consumer, FanOutConsumer) else None
    if isinstance(consumer, FanOutConsumer) and registered is not None:
        context.append(registered)
        references[consumer.consumer.stream_consumer_name] = Reference(registered.id, "ConsumerName")
    return tuple(context), references
