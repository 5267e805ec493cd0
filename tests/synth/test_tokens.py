"""Every numeric argument takes a token, is not checked then, and reaches the template as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import CfnParameter, Duration, Fn, Size, Stack
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.cdk import (
    Buffering,
    DataStream,
    DeliveryStream,
    FanOutConsumer,
    LambdaTransform,
    OnDemand,
    PartitionBy,
    Provisioned,
    S3Destination,
    SourceBackup,
)
from constructs_lib.cdk.tokens import TOKEN, known
from constructs_lib.graph import Reference, Text
from tests.synth.parts import MAPPING, STREAM, function, only, processor_parameters, s3_configuration


def consumer(stack: Stack, **arguments: Any) -> None:
    FanOutConsumer(stack, "Consumer", stream=DataStream(stack, "Stream"), function=function(stack), **arguments)


def delivery(stack: Stack, **arguments: Any) -> None:
    DeliveryStream(stack, "Delivery", destination=S3Destination(**arguments))


def transform(stack: Stack, **arguments: Any) -> None:
    transform = LambdaTransform(function=function(stack), **arguments)
    DeliveryStream(stack, "Delivery", destination=S3Destination(), transform=transform)


def of_stream(name: str) -> Callable[[Stack], Any]:
    return lambda stack: only(stack, STREAM)[name]


def of_mapping(name: str) -> Callable[[Stack], Any]:
    return lambda stack: only(stack, MAPPING)[name]


def of_processor(name: str) -> Callable[[Stack], Any]:
    return lambda stack: processor_parameters(stack)[name]


ARGUMENTS: dict[str, tuple[Callable[[Stack, float], Any], Callable[[Stack], Any]]] = {
    "mode.shards": (lambda s, n: DataStream(s, "S", mode=Provisioned(shards=n)), of_stream("ShardCount")),
    "mode.warm_throughput": (
        lambda s, n: DataStream(s, "S", mode=OnDemand(warm_throughput=n)),
        of_stream("WarmThroughputMiBps"),
    ),
    "retention": (
        lambda s, n: DataStream(s, "S", retention=Duration.hours(n)),
        of_stream("RetentionPeriodHours"),
    ),
    "record_size": (
        lambda s, n: DataStream(s, "S", record_size=Size.kibibytes(n)),
        of_stream("MaxRecordSizeInKiB"),
    ),
    "batch_size": (lambda s, n: consumer(s, batch_size=n), of_mapping("BatchSize")),
    "batching_window": (
        lambda s, n: consumer(s, batching_window=Duration.seconds(n)),
        of_mapping("MaximumBatchingWindowInSeconds"),
    ),
    "parallelization_factor": (
        lambda s, n: consumer(s, parallelization_factor=n),
        of_mapping("ParallelizationFactor"),
    ),
    "retry_attempts": (lambda s, n: consumer(s, retry_attempts=n), of_mapping("MaximumRetryAttempts")),
    "max_record_age": (
        lambda s, n: consumer(s, max_record_age=Duration.seconds(n)),
        of_mapping("MaximumRecordAgeInSeconds"),
    ),
    "buffering.size": (
        lambda s, n: delivery(s, buffering=Buffering(size=Size.mebibytes(n))),
        lambda s: s3_configuration(s)["BufferingHints"]["SizeInMBs"],
    ),
    "buffering.interval": (
        lambda s, n: delivery(s, buffering=Buffering(interval=Duration.seconds(n))),
        lambda s: s3_configuration(s)["BufferingHints"]["IntervalInSeconds"],
    ),
    "source_backup.buffering.size": (
        lambda s, n: delivery(s, source_backup=SourceBackup(buffering=Buffering(size=Size.mebibytes(n)))),
        lambda s: s3_configuration(s)["S3BackupConfiguration"]["BufferingHints"]["SizeInMBs"],
    ),
    "partition_by.retry": (
        lambda s, n: delivery(s, partition_by=PartitionBy(queries={"carrier": ".carrier"}, retry=Duration.seconds(n))),
        lambda s: s3_configuration(s)["DynamicPartitioningConfiguration"]["RetryOptions"]["DurationInSeconds"],
    ),
    "transform.retries": (lambda s, n: transform(s, retries=n), of_processor("NumberOfRetries")),
    "transform.buffer_size": (
        lambda s, n: transform(s, buffer_size=Size.mebibytes(n)),
        of_processor("BufferSizeInMBs"),
    ),
    "transform.buffer_interval": (
        lambda s, n: transform(s, buffer_interval=Duration.seconds(n)),
        of_processor("BufferIntervalInSeconds"),
    ),
}


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_a_number_that_is_a_parameter_reaches_the_template(stack, argument):
    define, read = ARGUMENTS[argument]
    define(stack, CfnParameter(stack, "Number", type="Number").value_as_number)
    assert read(stack) == {"Ref": "Number"}


def test_the_age_of_records_is_within_any_retention_when_the_streams_own_is_a_parameter(stack):
    hours = CfnParameter(stack, "Hours", type="Number").value_as_number
    source = DataStream(stack, "Stream", retention=Duration.hours(hours))
    FanOutConsumer(stack, "Consumer", stream=source, function=function(stack))
    assert only(stack, MAPPING)["MaximumRecordAgeInSeconds"] == 12 * 3600


def test_a_token_of_another_unit_is_refused_with_the_unit_to_write(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    with pytest.raises(ValueError, match=r"retention holds a token.*Duration\.hours"):
        DataStream(stack, "Stream", retention=Duration.minutes(number))


@pytest.mark.parametrize(
    ("define", "message"),
    [
        (lambda s: DataStream(s, "S", retention=48), r"retention must have a unit, given 48: .* Duration\.hours"),
        (lambda s: delivery(s, buffering=Buffering(size=5)), r"destination\.buffering\.size .* Size\.mebibytes"),
        (lambda s: transform(s, buffer_interval=60), r"transform\.buffer_interval .* Duration\.seconds"),
    ],
)
def test_a_bare_number_is_refused_where_a_unit_is_wanted(stack, define, message):
    with pytest.raises(TypeError, match=message):
        define(stack)


def test_a_prefix_may_hold_a_token(stack):
    team = CfnParameter(stack, "Team").value_as_string
    built = DeliveryStream(stack, "Delivery", destination=S3Destination(prefix=f"team={team}/"))
    assert s3_configuration(stack)["Prefix"] == {"Fn::Join": ["", ["team=", {"Ref": "Team"}, "/"]]}
    prefix = built.definition.properties["ExtendedS3DestinationConfiguration"]["Prefix"]
    assert prefix == Text(("team=", TOKEN, "/"))


def test_a_token_that_stands_for_a_known_resource_becomes_a_reference(stack):
    arn = Fn.get_att("Other", "Arn").to_string()
    assert known({"A": [arn]}, {arn: Reference("Other", "Arn")}) == {"A": [Reference("Other", "Arn")]}


@given(st.recursive(st.none() | st.booleans() | st.integers(-100, 10**9) | st.text(), st.lists, max_leaves=10))
def test_what_holds_no_token_stays_as_it_is(value):
    assert known(value) == value
