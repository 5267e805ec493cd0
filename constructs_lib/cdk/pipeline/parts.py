"""From the parts of a pipeline spec to constructs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_cdk import RemovalPolicy, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk.consumers import FanOutConsumer, FunctionConsumer, PollingConsumer
from constructs_lib.cdk.consumers.failure_destination import FailureDestination
from constructs_lib.cdk.delivery import (
    AppendDelimiter,
    Deaggregation,
    Decompression,
    DeliveryStream,
    DirectPut,
    FailureBucket,
    KinesisSource,
    LambdaTransform,
    LogMessageExtraction,
    PythonEntry,
    PythonFunction,
)
from constructs_lib.cdk.delivery.processing import Processor
from constructs_lib.cdk.pipeline.destinations import destination, duration
from constructs_lib.cdk.streams import DataStream, OnDemand, Provisioned, RecordDistribution
from constructs_lib.spec import Settings
from constructs_lib.spec.consumers import unix_seconds
from constructs_lib.spec.names import is_name
from constructs_lib.spec.streams import mode_of
from constructs_lib.spec.units import HOURS, LONG, RECORD_SIZE, SHORT, THROUGHPUT, TRANSFORM_SIZE

PROCESSORS: Mapping[str, Callable[[], Processor]] = {
    "Decompression": Decompression,
    "CloudWatchLogProcessing": LogMessageExtraction,
    "RecordDeAggregation": Deaggregation,
    "AppendDelimiterToRecord": AppendDelimiter,
}


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What parts of a spec name.

    Attributes:
        streams: by name.
        failure_buckets: by name.
        folder: in which the files of functions are looked for.
    """

    streams: Mapping[str, DataStream]
    failure_buckets: Mapping[str, FailureBucket]
    folder: Path

    def stream(self, scope: Construct, id: str, text: str) -> kinesis.IStream:
        """Find a stream by its name or its ARN."""
        return self.streams[text] if is_name(text) else kinesis.Stream.from_stream_arn(scope, id, text)

    def function(self, scope: Construct, id: str, given: Settings) -> lambda_.IFunction:
        """Find a function by its ARN, or define that of a file."""
        arn, role = given.get("function"), given.get("functionRole")
        if arn is None:
            return PythonFunction(scope, id, entry=self.entry(given.get("entry"))).function
        # By its name it is a role of this account, so that the stream needs no policy of its own for it.
        known = iam.Role.from_role_name(scope, f"{id}Role", role.rpartition("/")[2]) if role else None
        return lambda_.Function.from_function_attributes(scope, id, function_arn=arn, role=known)

    def entry(self, path: str) -> PythonEntry:
        """Find the file of a function, beside the spec."""
        return PythonEntry(path=self.folder / path)


def define_stream(scope: Construct, name: str, given: Settings) -> DataStream:
    """Define a stream of a spec."""
    throughput, distribution = given.amount("warmThroughput", THROUGHPUT), given.get("recordDistribution")
    warm = None if throughput is None else int(throughput)
    mode = (
        Provisioned(shards=given.get("shards")) if mode_of(given) == "PROVISIONED" else OnDemand(warm_throughput=warm)
    )
    size, key = given.amount("recordSize", RECORD_SIZE), given.get("key")
    return DataStream(
        scope,
        name,
        mode=mode,
        retention=duration(given, "retention", HOURS, 3600),
        record_size=None if size is None else Size.kibibytes(size),
        record_distribution=RecordDistribution(distribution) if distribution else None,
        key=kms.Key.from_key_arn(scope, f"{name}Key", key) if key else None,
        shard_metrics=[shard_metric(each) for each in given.get("shardMetrics", ())],
        stream_name=given.get("streamName"),
        removal_policy=RemovalPolicy[given.get("removalPolicy", "RETAIN")],
    )


def define_consumer(scope: Construct, name: str, given: Settings, around: Surroundings) -> FunctionConsumer:
    """Define a consumer of a spec."""
    stream, moment = given.get("stream"), given.get("startingPositionTimestamp")
    options: dict[str, Any] = {
        "stream": around.stream(scope, f"{name}Stream", stream),
        "function": around.function(scope, f"{name}Function", given),
        "batch_size": given.get("batchSize"),
        "batching_window": duration(given, "batchingWindow", SHORT),
        "parallelization_factor": given.get("parallelizationFactor"),
        "retry_attempts": given.get("retryAttempts"),
        "max_record_age": duration(given, "maxRecordAge", LONG),
        "bisect_batch_on_error": given.get("bisectBatchOnError"),
        "report_batch_item_failures": given.get("reportBatchItemFailures"),
        "starting_position": lambda_.StartingPosition[given.get("startingPosition", "TRIM_HORIZON")],
        "starting_position_timestamp": unix_seconds(moment) if moment else None,
        "tumbling_window": duration(given, "tumblingWindow", SHORT),
        "filters": given.get("filters"),
        "event_count_metrics": given.get("eventCountMetrics"),
        "on_failure": failure_destination(scope, f"{name}OnFailure", given.get("onFailure"), around),
    }
    options = {argument: value for argument, value in options.items() if value is not None}
    if given.get("fanOut", True):
        return FanOutConsumer(scope, name, consumer_name=given.get("consumerName"), **options)
    return PollingConsumer(scope, name, **options)


def define_delivery(scope: Construct, name: str, given: Settings, around: Surroundings) -> DeliveryStream:
    """Define a delivery stream of a spec."""
    source, key = given.get("source"), given.get("key")
    return DeliveryStream(
        scope,
        name,
        source=KinesisSource(around.stream(scope, f"{name}Source", source)) if source else direct_put(scope, name, key),
        destination=destination(scope, name, given, around.failure_buckets),
        transform=transform(scope, f"{name}Function", given.below("transform"), around)
        if given.has("transform")
        else None,
        processors=[PROCESSORS[kind]() for kind in given.get("processors", ())],
        delivery_stream_name=given.get("deliveryStreamName"),
    )


def direct_put(scope: Construct, name: str, key: str | None) -> DirectPut:
    """Take what producers put."""
    return DirectPut(key=kms.Key.from_key_arn(scope, f"{name}PutKey", key) if key else None)


def transform(scope: Construct, id: str, given: Settings, around: Surroundings) -> LambdaTransform:
    """Give the transform of a delivery stream."""
    entry, size = given.get("entry"), given.amount("bufferSize", TRANSFORM_SIZE)
    options: dict[str, Any] = {
        "function": None if entry else around.function(scope, id, given),
        "entry": around.entry(entry) if entry else None,
        "buffer_size": None if size is None else Size.kibibytes(size * 1024),
        "buffer_interval": duration(given, "bufferInterval", SHORT),
        "retries": given.get("retries"),
        "output_growth": given.get("outputGrowth"),
    }
    return LambdaTransform(**{argument: value for argument, value in options.items() if value is not None})


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
