"""From the writers of a pipeline spec to constructs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk.pipeline.destinations.place import duration, only
from constructs_lib.cdk.pipeline.surroundings import Surroundings
from constructs_lib.cdk.writers import (
    BucketEvents,
    EventRule,
    IotRule,
    LogSubscription,
    MetricFilter,
    MetricFormat,
    MetricStream,
    Pipe,
    QueueSource,
    TableSource,
    TopicSubscription,
)
from constructs_lib.cdk.writers.log_subscription import DISTRIBUTIONS
from constructs_lib.cdk.writers.pipe_sources import PipeSource
from constructs_lib.spec import Settings
from constructs_lib.spec.names import is_name
from constructs_lib.spec.units import LONG, SHORT
from constructs_lib.spec.writers.pipe import DEFAULT_STARTING_POSITION

ANY = events.EventPattern(version=["0"])
"""In the place of a pattern, which the CDK's own type cannot hold: it knows neither `prefix` nor `$or`."""


def define_writer(scope: Construct, name: str, given: Settings, around: Surroundings) -> Construct:
    """Define a writer of a spec."""
    keyword = next(each for each in WRITERS if given.has(each))
    target = around.written(scope, f"{name}Target", given.get("target"))
    return WRITERS[keyword](scope, name, given.below(keyword), target)


def log_subscription(scope: Construct, name: str, given: Settings, target: Any) -> Construct:
    """Write the events of a log group."""
    pattern, wanted = given.get("filterPattern"), given.get("distribution")
    return LogSubscription(
        scope,
        name,
        log_group=logs.LogGroup.from_log_group_name(scope, f"{name}Group", given.get("logGroup")),
        target=target,
        filter_pattern=logs.FilterPattern.literal(pattern) if pattern else None,
        distribution=next((each for each, text in DISTRIBUTIONS.items() if text == wanted), None),
        filter_name=given.get("filterName"),
    )


def event_rule(scope: Construct, name: str, given: Settings, target: Any) -> Construct:
    """Write events, or ticks."""
    bus, schedule = given.get("bus"), given.get("schedule")
    find = events.EventBus.from_event_bus_name if is_name(bus or "") else events.EventBus.from_event_bus_arn
    rule = EventRule(
        scope,
        name,
        target=target,
        event_pattern=ANY if given.has("pattern") else None,
        schedule=events.Schedule.expression(schedule) if schedule else None,
        event_bus=find(scope, f"{name}Bus", bus) if bus else None,
        partition_key_path=given.get("partitionKeyPath"),
        retry_attempts=given.get("retryAttempts"),
        max_event_age=duration(given, "maxEventAge", LONG),
        on_failure=queue(scope, name, given),
        rule_name=given.get("ruleName"),
        enabled=given.get("enabled", True),
    )
    resource = rule.node.default_child
    assert isinstance(resource, events.CfnRule)
    if given.has("pattern"):
        resource.event_pattern = given.get("pattern")
    return rule


def bucket_events(scope: Construct, name: str, given: Settings, target: Any) -> Construct:
    """Write what happens in a bucket."""
    return BucketEvents(
        scope,
        name,
        bucket=s3.Bucket.from_bucket_arn(scope, f"{name}Bucket", given.get("bucket")),
        target=target,
        prefix=given.get("prefix"),
        partition_key_path=given.get("partitionKeyPath"),
        on_failure=queue(scope, name, given),
        **only(event_types=given.get("eventTypes")),
    )


def topic_subscription(scope: Construct, name: str, given: Settings, target: Any) -> Construct:
    """Write the messages of a topic."""
    return TopicSubscription(
        scope,
        name,
        topic=sns.Topic.from_topic_arn(scope, f"{name}Topic", given.get("topic")),
        target=target,
        raw=given.get("raw", True),
        filter_policy=given.get("filterPolicy"),
        filter_body=given.get("filterBody", False),
        on_failure=queue(scope, name, given),
    )


def metric_stream(scope: Construct, name: str, given: Settings, target: Any) -> Construct:
    """Write metrics."""
    return MetricStream(
        scope,
        name,
        target=target,
        include=metrics(given.get("include", ())),
        exclude=metrics(given.get("exclude", ())),
        output_format=MetricFormat(given.get("outputFormat", "json")),
        include_linked_accounts=given.get("includeLinkedAccounts", False),
        metric_stream_name=given.get("metricStreamName"),
    )


def pipe(scope: Construct, name: str, given: Settings, target: Any) -> Construct:
    """Write the messages of a queue, or the changes of a table."""
    return Pipe(
        scope,
        name,
        source=pipe_source(scope, name, given),
        target=target,
        partition_key=given.get("partitionKey"),
        filters=given.get("filters", ()),
        input_template=given.get("inputTemplate"),
        on_failure=queue(scope, name, given),
        pipe_name=given.get("pipeName"),
        enabled=given.get("enabled", True),
    )


def pipe_source(scope: Construct, name: str, given: Settings) -> PipeSource:
    """Find what a pipe reads."""
    batches = only(batch_size=given.get("batchSize"), batching_window=duration(given, "batchingWindow", SHORT))
    if given.has("queue"):
        return QueueSource(queue=sqs.Queue.from_queue_arn(scope, f"{name}Queue", given.get("queue")), **batches)
    arn = given.get("tableStream")
    table = dynamodb.Table.from_table_attributes(
        scope, f"{name}Table", table_arn=arn.partition("/stream/")[0], table_stream_arn=arn
    )
    position = lambda_.StartingPosition[given.get("startingPosition", DEFAULT_STARTING_POSITION)]
    attempts = only(retry_attempts=given.get("retryAttempts"))
    return TableSource(table=table, starting_position=position, **attempts, **batches)


def iot_rule(scope: Construct, name: str, given: Settings, target: Any) -> Construct:
    """Write what devices publish."""
    return IotRule(
        scope,
        name,
        sql=given.get("sql"),
        target=target,
        partition_key=given.get("partitionKey"),
        separator=given.get("separator"),
        batch_mode=given.get("batchMode", False),
        on_failure=queue(scope, name, given),
        rule_name=given.get("ruleName"),
        description=given.get("description"),
        enabled=given.get("enabled", True),
    )


def metrics(written: Sequence[Mapping[str, Any]]) -> list[MetricFilter]:
    """Name metrics."""
    return [MetricFilter(each["namespace"], each.get("metrics", ())) for each in written]


def queue(scope: Construct, name: str, given: Settings) -> sqs.IQueue | None:
    """Find the queue for what could not be written; one is defined by the writer without it."""
    arn = given.get("onFailure")
    return sqs.Queue.from_queue_arn(scope, f"{name}OnFailure", arn) if arn else None


WRITERS: Mapping[str, Callable[[Construct, str, Settings, Any], Construct]] = {
    "logSubscription": log_subscription,
    "eventRule": event_rule,
    "bucketEvents": bucket_events,
    "topicSubscription": topic_subscription,
    "metricStream": metric_stream,
    "pipe": pipe,
    "iotRule": iot_rule,
}
"""Keyword to what makes its construct."""
