from __future__ import annotations

import pytest
from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk.assertions import Template
from aws_cdk.aws_lambda import StartingPosition

from constructs_lib.cdk import DataStream, OnDemand, Provisioned
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import STREAM, comparable, function, only, resources


def test_a_stream_without_arguments_is_on_demand_encrypted_and_kept_for_two_days(stack):
    DataStream(stack, "Stream")
    assert only(stack, STREAM) == {
        "RetentionPeriodHours": 48,
        "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
        "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
    }


def test_every_argument_reaches_its_property(stack):
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/abc")
    DataStream(
        stack,
        "Stream",
        mode=Provisioned(shards=4),
        retention=Duration.days(7),
        record_size=Size.mebibytes(2),
        key=key,
        shard_metrics=[kinesis.ShardLevelMetrics.INCOMING_BYTES, kinesis.ShardLevelMetrics.ITERATOR_AGE_MILLISECONDS],
        stream_name="flights",
        removal_policy=RemovalPolicy.DESTROY,
    )
    assert only(stack, STREAM) == {
        "Name": "flights",
        "RetentionPeriodHours": 168,
        "ShardCount": 4,
        "MaxRecordSizeInKiB": 2048,
        "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "arn:aws:kms:eu-west-1:111122223333:key/abc"},
        "StreamModeDetails": {"StreamMode": "PROVISIONED"},
        "DesiredShardLevelMetrics": ["IncomingBytes", "IteratorAgeMilliseconds"],
    }
    (stream,) = resources(stack).values()
    assert stream["DeletionPolicy"] == "Delete"


def test_warm_throughput_reaches_an_on_demand_stream(stack):
    DataStream(stack, "Stream", mode=OnDemand(warm_throughput=100))
    assert only(stack, STREAM)["WarmThroughputMiBps"] == 100


@pytest.mark.parametrize("metrics", [[], [kinesis.ShardLevelMetrics.ALL], list(kinesis.ShardLevelMetrics)[:2]])
@pytest.mark.parametrize("mode", [OnDemand(), OnDemand(warm_throughput=50), Provisioned(shards=3)])
def test_what_was_checked_is_what_is_emitted(stack, mode, metrics):
    stream = DataStream(stack, "Stream", mode=mode, shard_metrics=metrics, key=kms.Key(stack, "Key"))
    assert comparable(stream.definition.properties) == comparable(only(stack, STREAM))


def test_a_stream_outlives_its_stack_unless_told_otherwise(stack):
    DataStream(stack, "Stream")
    (stream,) = resources(stack).values()
    assert stream["DeletionPolicy"] == stream["UpdateReplacePolicy"] == "Retain"


def test_it_is_a_stream_for_everything_that_takes_one(stack):
    stream = DataStream(stack, "Stream", key=kms.Key(stack, "Key"))
    reader = function(stack)
    reader.add_event_source(
        event_sources.KinesisEventSource(
            stream, starting_position=StartingPosition.LATEST, max_record_age=Duration.hours(1)
        )
    )
    stream.grant_write(reader)
    assert isinstance(stream, kinesis.Stream)
    assert stream.metric_incoming_bytes().metric_name == "IncomingBytes"
    Template.from_stack(stack).resource_count_is("AWS::Lambda::EventSourceMapping", 1)


def test_three_mistakes_raise_once_with_three_findings_at_the_users_line(stack):
    with pytest.raises(InvalidProperties) as raised:
        DataStream(
            stack, "Stream", mode=Provisioned(shards=0), retention=Duration.hours(12), record_size=Size.kibibytes(1)
        )
    findings = raised.value.findings
    assert {finding.argument for finding in findings} == {"mode.shards", "retention", "record_size"}
    assert {finding.file for finding in findings} == {__file__}
    assert all(finding.given and finding.allowed and finding.why and finding.fix for finding in findings)
    assert stack.node.children == []


def test_a_retention_of_half_hours_is_refused_by_name(stack):
    with pytest.raises(ValueError, match=r"retention must be a whole number of hours, given 36\.5"):
        DataStream(stack, "Stream", retention=Duration.minutes(36 * 60 + 30))
