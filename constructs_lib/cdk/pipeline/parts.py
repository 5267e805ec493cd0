"""From the parts of a pipeline spec to constructs."""

from __future__ import annotations

from typing import Any

from aws_cdk import RemovalPolicy, Size
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk.consumers import FanOutConsumer, FunctionConsumer, PollingConsumer
from constructs_lib.cdk.consumers.failure_destination import FailureDestination
from constructs_lib.cdk.pipeline.destinations.place import duration, only
from constructs_lib.cdk.pipeline.surroundings import Surroundings, key_of
from constructs_lib.cdk.streams import DataStream, OnDemand, Provisioned, RecordDistribution
from constructs_lib.spec import Settings
from constructs_lib.spec.consumers import unix_seconds
from constructs_lib.spec.names import is_name
from constructs_lib.spec.streams import mode_of
from constructs_lib.spec.units import HOURS, LONG, RECORD_SIZE, SHORT, THROUGHPUT


def define_stream(scope: Construct, name: str, given: Settings) -> DataStream:
    """Define a stream of a spec."""
    throughput, distribution = given.amount("warmThroughput", THROUGHPUT), given.get("recordDistribution")
    warm = None if throughput is None else int(throughput)
    mode = (
        Provisioned(shards=given.get("shards")) if mode_of(given) == "PROVISIONED" else OnDemand(warm_throughput=warm)
    )
    size = given.amount("recordSize", RECORD_SIZE)
    return DataStream(
        scope,
        name,
        mode=mode,
        retention=duration(given, "retention", HOURS, 3600),
        record_size=None if size is None else Size.kibibytes(size),
        record_distribution=RecordDistribution(distribution) if distribution else None,
        key=key_of(scope, f"{name}Key", given.get("key")),
        shard_metrics=[shard_metric(each) for each in given.get("shardMetrics", ())],
        stream_name=given.get("streamName"),
        removal_policy=RemovalPolicy[given.get("removalPolicy", "RETAIN")],
    )


def define_consumer(scope: Construct, name: str, given: Settings, around: Surroundings) -> FunctionConsumer:
    """Define a consumer of a spec."""
    stream, moment = given.get("stream"), given.get("startingPositionTimestamp")
    options: dict[str, Any] = only(
        stream=around.stream(scope, f"{name}Stream", stream),
        function=around.function(scope, f"{name}Function", given),
        batch_size=given.get("batchSize"),
        batching_window=duration(given, "batchingWindow", SHORT),
        parallelization_factor=given.get("parallelizationFactor"),
        retry_attempts=given.get("retryAttempts"),
        max_record_age=duration(given, "maxRecordAge", LONG),
        bisect_batch_on_error=given.get("bisectBatchOnError"),
        report_batch_item_failures=given.get("reportBatchItemFailures"),
        starting_position=lambda_.StartingPosition[given.get("startingPosition", "TRIM_HORIZON")],
        starting_position_timestamp=unix_seconds(moment) if moment else None,
        tumbling_window=duration(given, "tumblingWindow", SHORT),
        filters=given.get("filters"),
        event_count_metrics=given.get("eventCountMetrics"),
        on_failure=failure_destination(scope, f"{name}OnFailure", given.get("onFailure"), around),
    )
    if given.get("fanOut", True):
        return FanOutConsumer(scope, name, consumer_name=given.get("consumerName"), **options)
    return PollingConsumer(scope, name, **options)


def failure_destination(scope: Construct, id: str, text: str | None, around: Surroundings) -> FailureDestination | None:
    """Find where failed batches go, by its name or its ARN; a queue is defined by the consumer without one."""
    if text is None:
        return None
    if is_name(text):
        return around.failure_buckets[text]
    service = text.split(":")[2]
    if service == "sqs":
        return sqs.Queue.from_queue_arn(scope, id, text)
    return sns.Topic.from_topic_arn(scope, id, text) if service == "sns" else s3.Bucket.from_bucket_arn(scope, id, text)


def shard_metric(name: str) -> kinesis.ShardLevelMetrics:
    """Find a metric by CloudFormation's name for it."""
    wanted = name.replace("_", "").upper()
    return next(each for each in kinesis.ShardLevelMetrics if each.name.replace("_", "") == wanted)
