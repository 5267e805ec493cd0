"""Pipes of EventBridge that write into streams and delivery streams."""

from __future__ import annotations

import json

import pytest
from aws_cdk import Duration, Token
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from constructs_lib.cdk import DeliveryStream, KinesisSource, S3Destination
from constructs_lib.cdk.writers import Pipe, QueueSource, StreamSource, TableSource
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import comparable, only
from tests.synth.writing import (
    ACCOUNT,
    DELIVERY_ARN,
    STREAM_ARN,
    allowed,
    assert_clean,
    assert_waits_for_its_policy,
    data_stream,
    delivery_stream,
    imported_delivery,
    imported_stream,
    of_type,
    trust_of,
)

PIPE = "AWS::Pipes::Pipe"


def queue(stack) -> sqs.Queue:
    dead = sqs.DeadLetterQueue(max_receive_count=5, queue=sqs.Queue(stack, "Dead", enforce_ssl=True))
    return sqs.Queue(stack, "Queue", enforce_ssl=True, dead_letter_queue=dead)


def table(stack, **arguments) -> dynamodb.Table:
    return dynamodb.Table(
        stack, "Table", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING), **arguments
    )


def test_a_queue_is_emptied_into_a_stream_and_keeps_what_fails_itself(stack):
    source, stream = queue(stack), data_stream(stack)
    pipe = Pipe(stack, "Pipe", source=QueueSource(queue=source), target=stream, partition_key="$.messageId")
    found = only(stack, PIPE)
    assert comparable(found) == comparable(pipe.definition.properties)
    assert found["TargetParameters"] == {"KinesisStreamParameters": {"PartitionKey": "$.messageId"}}
    assert pipe.on_failure is None
    assert set(allowed(stack, pipe.role)) == {
        "kinesis:PutRecord,kinesis:PutRecords",
        "kms:GenerateDataKey",
        "sqs:ReceiveMessage,sqs:DeleteMessage,sqs:GetQueueAttributes",
    }
    assert trust_of(stack, pipe.role)["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert_waits_for_its_policy(stack, pipe.resource, pipe.role)


def test_batches_of_a_stream_are_split_repeated_five_times_and_then_rest_in_a_queue(stack):
    pipe = Pipe(stack, "Pipe", source=StreamSource(stream=data_stream(stack)), target=delivery_stream(stack))
    parameters = only(stack, PIPE)["SourceParameters"]["KinesisStreamParameters"]
    failures = {"Fn::GetAtt": [stack.get_logical_id(pipe.on_failure.node.default_child), "Arn"]}
    assert parameters == {
        "StartingPosition": "TRIM_HORIZON",
        "MaximumRetryAttempts": 5,
        "OnPartialBatchItemFailure": "AUTOMATIC_BISECT",
        "DeadLetterConfig": {"Arn": failures},
    }
    assert allowed(stack, pipe.role)["sqs:SendMessage"] == failures


def test_errors_are_logged_and_kept_a_month(stack):
    pipe = Pipe(stack, "Pipe", source=QueueSource(queue=queue(stack)), target=imported_delivery(stack))
    group = stack.get_logical_id(pipe.log_group.node.default_child)
    assert only(stack, PIPE)["LogConfiguration"] == {
        "Level": "ERROR",
        "CloudwatchLogsLogDestination": {"LogGroupArn": {"Fn::GetAtt": [group, "Arn"]}},
    }
    assert only(stack, "AWS::Logs::LogGroup")["RetentionInDays"] == 30


def test_every_argument_reaches_its_property(stack):
    Pipe(
        stack,
        "Pipe",
        source=StreamSource(
            stream=imported_stream(stack),
            starting_position=lambda_.StartingPosition.LATEST,
            batch_size=Token.as_number({"Ref": "Size"}),
            batching_window=Duration.seconds(10),
            retry_attempts=0,
        ),
        target=imported_delivery(stack),
        filters=[{"data": {"carrier": ["UA"]}}],
        input_template="<$.data>",
        on_failure=sqs.Queue.from_queue_arn(stack, "Queue", "arn:aws:sqs:eu-west-1:111122223333:failures"),
        pipe_name="orders",
    )
    found = only(stack, PIPE)
    parameters = found["SourceParameters"]["KinesisStreamParameters"]
    assert (found["Source"], found["Target"], found["Name"]) == (STREAM_ARN, DELIVERY_ARN, "orders")
    assert (parameters["StartingPosition"], parameters["MaximumRetryAttempts"]) == ("LATEST", 0)
    assert (parameters["BatchSize"], parameters["MaximumBatchingWindowInSeconds"]) == ({"Ref": "Size"}, 10)
    assert found["TargetParameters"] == {"InputTemplate": "<$.data>"}
    (pattern,) = found["SourceParameters"]["FilterCriteria"]["Filters"]
    assert json.loads(pattern["Pattern"]) == {"data": {"carrier": ["UA"]}}


def test_the_changes_of_a_table_are_read_from_its_stream(stack):
    source = table(stack, stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES)
    pipe = Pipe(stack, "Pipe", source=TableSource(table=source), target=imported_delivery(stack))
    found = only(stack, PIPE)
    arn = {"Fn::GetAtt": [stack.get_logical_id(source.node.default_child), "StreamArn"]}
    assert found["Source"] == arn
    assert "DynamoDBStreamParameters" in found["SourceParameters"]
    actions = "dynamodb:DescribeStream,dynamodb:GetRecords,dynamodb:GetShardIterator,dynamodb:ListStreams"
    assert allowed(stack, pipe.role)[actions] == arn


def test_a_table_without_a_stream_is_refused(stack):
    with pytest.raises(ValueError, match="has no stream to read"):
        Pipe(stack, "Pipe", source=TableSource(table=table(stack)), target=imported_delivery(stack))


def test_a_data_stream_needs_a_partition_key_and_a_delivery_stream_takes_none(stack):
    source = QueueSource(queue=queue(stack))
    with pytest.raises(ValueError, match="needs a partition_key"):
        Pipe(stack, "A", source=source, target=imported_stream(stack))
    with pytest.raises(ValueError, match="leave it out"):
        Pipe(stack, "B", source=source, target=imported_delivery(stack), partition_key="x")


def test_a_delivery_stream_that_reads_a_stream_is_refused(stack):
    delivery = DeliveryStream(stack, "D", source=KinesisSource(data_stream(stack)), destination=S3Destination())
    with pytest.raises(InvalidProperties, match="PRD011"):
        Pipe(stack, "Pipe", source=QueueSource(queue=queue(stack)), target=delivery)


def test_two_pipes_stand_side_by_side_and_nothing_is_found(stack):
    stream, delivery = data_stream(stack), delivery_stream(stack)
    Pipe(stack, "One", source=QueueSource(queue=queue(stack)), target=stream, partition_key="$.messageId")
    Pipe(stack, "Two", source=StreamSource(stream=stream), target=delivery)
    assert len(of_type(stack, PIPE)) == 2
    assert_clean(stack)


def test_a_pipe_can_be_paused(stack):
    Pipe(stack, "Paused", source=QueueSource(queue=queue(stack)), target=imported_delivery(stack), enabled=False)
    assert only(stack, PIPE)["DesiredState"] == "STOPPED"


def test_a_pipe_that_runs_says_nothing_of_it(stack):
    Pipe(stack, "Pipe", source=QueueSource(queue=queue(stack)), target=imported_delivery(stack))
    assert "DesiredState" not in only(stack, PIPE)
