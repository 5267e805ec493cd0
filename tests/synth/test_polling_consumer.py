from __future__ import annotations

import json

import pytest
from aws_cdk import CfnParameter, Duration
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from constructs_lib.cdk import DataStream, FailureBucket, PollingConsumer
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import MAPPING, comparable, function, only, resources

LANDED = {"data": {"kind": ["landed"], "delay": [{"numeric": [">", 15]}]}}


def polling(stack, **options):
    return PollingConsumer(stack, "Archive", stream=DataStream(stack, "Stream"), function=function(stack), **options)


def actions(stack):
    for resource in resources(stack).values():
        if resource["Type"] == "AWS::IAM::Policy":
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]:
                listed = statement["Action"]
                yield from listed if isinstance(listed, list) else [listed]


def test_it_reads_the_stream_itself_with_the_same_safe_defaults_as_a_fan_out_consumer(stack):
    consumer = polling(stack)
    mapping = only(stack, MAPPING)
    assert comparable(mapping) == comparable(consumer.definition.properties)
    assert mapping["EventSourceArn"] == {"Fn::GetAtt": ["Stream790BDEE4", "Arn"]}
    assert mapping["MaximumRetryAttempts"] == 5
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["MaximumRecordAgeInSeconds"] == 24 * 3600
    queue = stack.get_logical_id(consumer.failure_queue.node.default_child)
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": [queue, "Arn"]}
    Template.from_stack(stack).resource_count_is("AWS::Kinesis::StreamConsumer", 0)


def test_the_function_may_read_but_not_subscribe(stack):
    polling(stack)
    allowed = set(actions(stack))
    assert {"kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"} <= allowed
    assert "kinesis:SubscribeToShard" not in allowed


def test_filters_windows_and_metrics_reach_their_properties(stack):
    consumer = polling(
        stack,
        filters=[LANDED, {"partitionKey": ["LH"]}],
        filter_key=kms.Key(stack, "Key"),
        tumbling_window=Duration.minutes(5),
        event_count_metrics=True,
        on_failure=sns.Topic(stack, "Failed"),
    )
    mapping = only(stack, MAPPING)
    patterns = [json.loads(each["Pattern"]) for each in mapping["FilterCriteria"]["Filters"]]
    assert patterns == [LANDED, {"partitionKey": ["LH"]}]
    assert mapping["TumblingWindowInSeconds"] == 300
    assert mapping["MetricsConfig"] == {"Metrics": ["EventCount"]}
    assert comparable(mapping) == comparable(consumer.definition.properties)


def test_lambda_may_decrypt_the_filters_under_the_customers_key(stack):
    polling(stack, filters=[LANDED], filter_key=kms.Key(stack, "Key"))
    Template.from_stack(stack).has_resource_properties(
        "AWS::KMS::Key",
        {
            "KeyPolicy": {
                "Statement": Match.array_with(
                    [Match.object_like({"Action": "kms:Decrypt", "Principal": {"Service": "lambda.amazonaws.com"}})]
                )
            }
        },
    )


def test_a_failure_bucket_gets_the_records(stack):
    consumer = polling(stack, on_failure=FailureBucket(stack, "Failures"))
    assert consumer.failure_queue is None
    assert "s3:PutObject" in set(actions(stack))


def test_a_pattern_whose_field_is_no_list_is_refused(stack):
    with pytest.raises(InvalidProperties, match="LAM022") as raised:
        polling(stack, filters=[{"data": {"kind": "landed"}}])
    assert raised.value.findings[0].argument == "filters"


def test_more_filters_than_the_quota_allows_are_refused(stack):
    with pytest.raises(InvalidProperties, match="LAM023"):
        polling(stack, filters=[LANDED] * 11)


@pytest.mark.parametrize("pattern", [{"data": {"kind": {"a", "b"}}}, {"data": {"delay": [float("nan")]}}])
def test_a_pattern_that_json_cannot_hold_is_refused_by_name(stack, pattern):
    with pytest.raises(ValueError, match="filters holds what JSON has no form for"):
        polling(stack, filters=[pattern])


def test_a_pattern_given_as_text_is_refused_with_the_form_to_write(stack):
    with pytest.raises(TypeError, match="filters takes patterns"):
        polling(stack, filters=[json.dumps(LANDED)])


def test_a_window_beside_parallel_batches_is_refused(stack):
    with pytest.raises(InvalidProperties, match="LAM021"):
        polling(stack, tumbling_window=Duration.seconds(60), parallelization_factor=2)


def test_a_window_that_is_a_parameter_reaches_the_template(stack):
    seconds = CfnParameter(stack, "Seconds", type="Number").value_as_number
    polling(stack, tumbling_window=Duration.seconds(seconds))
    assert only(stack, MAPPING)["TumblingWindowInSeconds"] == {"Ref": "Seconds"}


def test_an_argument_that_does_not_exist_is_refused(stack):
    with pytest.raises(TypeError, match="batchsize"):
        polling(stack, batchsize=5)


def test_two_consumers_of_an_imported_stream_stand_side_by_side(stack):
    stream = kinesis.Stream.from_stream_arn(stack, "Stream", "arn:aws:kinesis:eu-west-1:111122223333:stream/flights")
    for name in ("One", "Two"):
        PollingConsumer(stack, name, stream=stream, function=function(stack, f"{name}Function"))
    Template.from_stack(stack).resource_count_is(MAPPING, 2)


def test_an_imported_function_is_told_which_actions_it_needs(stack):
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:archive"
    archive = lambda_.Function.from_function_arn(stack, "Function", arn)
    PollingConsumer(stack, "Archive", stream=DataStream(stack, "Stream"), function=archive)
    found = Annotations.from_stack(stack).find_warning("/Pipeline/Archive", Match.any_value())
    assert "kinesis:GetRecords" in found[0].entry.data
    assert "SubscribeToShard" not in found[0].entry.data


def test_a_consumer_can_be_paused_without_losing_its_position(stack):
    polling(stack, enabled=False)
    assert only(stack, MAPPING)["Enabled"] is False


def test_a_consumer_that_runs_says_nothing_of_it(stack):
    polling(stack)
    assert "Enabled" not in only(stack, MAPPING)
