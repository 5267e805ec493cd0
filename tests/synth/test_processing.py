from __future__ import annotations

import itertools

import pytest
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk import (
    AppendDelimiter,
    DataStream,
    Deaggregation,
    Decompression,
    DeliveryStream,
    KinesisSource,
    LambdaTransform,
    LogMessageExtraction,
    PartitionBy,
    S3Destination,
)
from constructs_lib.policy import InvalidProperties, check
from constructs_lib.policy.rules.streams.kds020_stream_read_calls import MOST_READERS
from tests.synth.destinations import deliver
from tests.synth.parts import function, resources

PARTITIONED = S3Destination(partition_by=PartitionBy.jq({"carrier": ".carrier"}))
IN_ORDER = (Decompression(), LogMessageExtraction(), AppendDelimiter())


def types(given):
    return [each["Type"] for each in given["ProcessingConfiguration"]["Processors"]]


def parameters(given, type):
    (found,) = [each for each in given["ProcessingConfiguration"]["Processors"] if each["Type"] == type]
    return {each["ParameterName"]: each["ParameterValue"] for each in found["Parameters"]}


@pytest.mark.parametrize("given", list(itertools.permutations(IN_ORDER)))
def test_processors_are_listed_as_firehose_applies_them(stack, given):
    configuration = deliver(stack, PARTITIONED, processors=given, transform=LambdaTransform(function=function(stack)))
    assert types(configuration) == [
        "Decompression",
        "CloudWatchLogProcessing",
        "Lambda",
        "MetadataExtraction",
        "AppendDelimiterToRecord",
    ]


def test_parameters_are_those_that_firehose_knows(stack):
    given = deliver(stack, PARTITIONED, processors=[*IN_ORDER, Deaggregation(delimiter="#")])
    assert parameters(given, "Decompression") == {"CompressionFormat": "GZIP"}
    assert parameters(given, "CloudWatchLogProcessing") == {"DataMessageExtraction": "true"}
    assert parameters(given, "RecordDeAggregation") == {"SubRecordType": "DELIMITED", "Delimiter": "Iw=="}
    assert parameters(given, "AppendDelimiterToRecord") == {"Delimiter": "\\n"}


def test_json_objects_are_split_without_a_delimiter(stack):
    given = deliver(stack, PARTITIONED, processors=[Deaggregation()])
    assert parameters(given, "RecordDeAggregation") == {"SubRecordType": "JSON"}


@pytest.mark.parametrize(
    ("processors", "rule"),
    [
        ([LogMessageExtraction()], "KDF058"),
        ([Deaggregation()], "KDF059"),
    ],
    ids=["messages of what is compressed", "split without partitions"],
)
def test_processors_that_miss_another_are_refused(stack, processors, rule):
    with pytest.raises(InvalidProperties) as refusal:
        DeliveryStream(stack, "Delivery", destination=S3Destination(), processors=processors)
    assert {(finding.rule, finding.argument) for finding in refusal.value.findings} == {(rule, "processors")}


def test_the_order_is_that_of_the_guide(stack):
    configuration = deliver(
        stack,
        PARTITIONED,
        processors=[AppendDelimiter(), Deaggregation(), LogMessageExtraction(), Decompression()],
        transform=LambdaTransform(function=function(stack)),
    )
    assert types(configuration) == [
        "Decompression",
        "CloudWatchLogProcessing",
        "RecordDeAggregation",
        "Lambda",
        "MetadataExtraction",
        "AppendDelimiterToRecord",
    ]


def test_a_step_that_is_there_twice_is_refused(stack):
    with pytest.raises(ValueError, match="AppendDelimiter twice"):
        DeliveryStream(stack, "Delivery", destination=S3Destination(), processors=[AppendDelimiter()] * 2)


@pytest.mark.parametrize("more", [0, 1])
def test_deliveries_count_among_the_readers_of_a_stream(stack, more):
    stream = DataStream(stack, "Stream")
    for number in range(MOST_READERS + more):
        bucket = s3.Bucket.from_bucket_name(stack, f"Lake{number}", "lake")
        DeliveryStream(stack, f"To{number}", source=KinesisSource(stream), destination=S3Destination(bucket=bucket))
    found = {finding.rule for finding in check({"Resources": resources(stack)}).findings}
    assert ("KDS020" in found) is bool(more)
