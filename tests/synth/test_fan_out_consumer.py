from __future__ import annotations

import pytest
from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Annotations, Match, Template

from constructs_lib.cdk import DataStream, FailureBucket, FanOutConsumer, PipelineMonitoring, Provisioned
from constructs_lib.policy import InvalidProperties, check
from tests.synth.parts import MAPPING, comparable, function, only, resources, statements


def test_by_default_a_bad_record_is_retried_isolated_and_sent_to_an_encrypted_queue(stack):
    consumer = FanOutConsumer(stack, "Watch", stream=DataStream(stack, "Stream"), function=function(stack))
    mapping = only(stack, MAPPING)
    queue = stack.get_logical_id(consumer.failure_queue.node.default_child)
    assert comparable(mapping) == comparable(consumer.definition.properties)
    assert mapping["MaximumRetryAttempts"] == 5
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["DestinationConfig"] == {"OnFailure": {"Destination": {"Fn::GetAtt": [queue, "Arn"]}}}
    assert resources(stack)[queue]["Properties"]["SqsManagedSseEnabled"] is True


def test_records_may_grow_half_as_old_as_the_stream_keeps_them(stack):
    stream = DataStream(stack, "Stream", retention=Duration.hours(30))
    FanOutConsumer(stack, "Watch", stream=stream, function=function(stack))
    assert only(stack, MAPPING)["MaximumRecordAgeInSeconds"] == 15 * 3600


def test_records_of_a_long_kept_stream_may_grow_as_old_as_a_mapping_allows(stack):
    stream = DataStream(stack, "Stream", retention=Duration.days(365))
    FanOutConsumer(stack, "Watch", stream=stream, function=function(stack))
    assert only(stack, MAPPING)["MaximumRecordAgeInSeconds"] == 604800


def test_an_l2_stream_of_this_app_is_looked_into(stack):
    stream = kinesis.Stream(stack, "Stream", retention_period=Duration.hours(100))
    FanOutConsumer(stack, "Watch", stream=stream, function=function(stack))
    assert only(stack, MAPPING)["MaximumRecordAgeInSeconds"] == 50 * 3600


def test_every_argument_reaches_its_property(stack):
    topic = sns.Topic(stack, "Failures")
    consumer = FanOutConsumer(
        stack,
        "Watch",
        stream=DataStream(stack, "Stream"),
        function=function(stack),
        consumer_name="delay-watch",
        batch_size=500,
        batching_window=Duration.seconds(10),
        parallelization_factor=2,
        retry_attempts=0,
        max_record_age=Duration.hours(1),
        bisect_batch_on_error=False,
        report_batch_item_failures=False,
        starting_position=lambda_.StartingPosition.AT_TIMESTAMP,
        starting_position_timestamp=1_700_000_000,
        on_failure=topic,
    )
    mapping = only(stack, MAPPING)
    assert consumer.failure_queue is None
    assert mapping["MaximumRetryAttempts"] == 0
    assert mapping["BisectBatchOnFunctionError"] is False
    assert "FunctionResponseTypes" not in mapping
    assert mapping["StartingPositionTimestamp"] == 1_700_000_000
    assert only(stack, "AWS::Kinesis::StreamConsumer")["ConsumerName"] == "delay-watch"


def test_the_mapping_waits_for_the_permissions_of_its_function(stack):
    FanOutConsumer(stack, "Watch", stream=DataStream(stack, "Stream"), function=function(stack))
    found = resources(stack)
    (mapping,) = [resource for resource in found.values() if resource["Type"] == MAPPING]
    assert [found[name]["Type"] for name in mapping["DependsOn"]] == ["AWS::IAM::Policy"]


def test_a_failure_bucket_gets_the_records_under_lambdas_own_prefix_only(stack):
    bucket = FailureBucket(stack, "Failures")
    FanOutConsumer(stack, "Watch", stream=DataStream(stack, "Stream"), function=function(stack), on_failure=bucket)
    Template.from_stack(stack).has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [
                        Match.object_like(
                            {
                                "Action": "s3:PutObject",
                                "Resource": {"Fn::Join": ["", [Match.any_value(), "/aws/lambda/*"]]},
                            }
                        ),
                        Match.object_like({"Action": ["kms:Decrypt", "kms:GenerateDataKey"]}),
                    ]
                )
            }
        },
    )


def test_imported_stream_function_and_queue_work(stack):
    stream = kinesis.Stream.from_stream_arn(stack, "Stream", "arn:aws:kinesis:eu-west-1:111122223333:stream/flights")
    watcher = lambda_.Function.from_function_arn(
        stack, "Watcher", "arn:aws:lambda:eu-west-1:111122223333:function:watch"
    )
    queue = sqs.Queue.from_queue_arn(stack, "Queue", "arn:aws:sqs:eu-west-1:111122223333:failures")
    FanOutConsumer(stack, "Watch", stream=stream, function=watcher, on_failure=queue)
    mapping = only(stack, MAPPING)
    assert mapping["FunctionName"] == "arn:aws:lambda:eu-west-1:111122223333:function:watch"
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == "arn:aws:sqs:eu-west-1:111122223333:failures"
    assert mapping["MaximumRecordAgeInSeconds"] == 12 * 3600
    Annotations.from_stack(stack).has_warning("/Pipeline/Watch", Match.string_like_regexp("kinesis:SubscribeToShard"))


def test_the_role_of_an_imported_function_is_granted_when_it_is_known(stack):
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/watch")
    watcher = lambda_.Function.from_function_attributes(
        stack, "Watcher", function_arn="arn:aws:lambda:eu-west-1:111122223333:function:watch", role=role
    )
    FanOutConsumer(stack, "Watch", stream=DataStream(stack, "Stream"), function=watcher)
    assert only(stack, "AWS::IAM::Policy")["Roles"] == ["watch"]


def test_two_consumers_of_one_stream_stand_side_by_side(stack):
    stream = DataStream(stack, "Stream", key=kms.Key(stack, "Key"))
    for name in ("One", "Two"):
        FanOutConsumer(stack, name, stream=stream, function=function(stack, f"{name}Function"))
    names = {
        resource["Properties"]["ConsumerName"]
        for resource in resources(stack).values()
        if resource["Type"] == "AWS::Kinesis::StreamConsumer"
    }
    assert len(names) == 2


def test_the_consumers_of_a_stack_are_registered_in_groups_one_after_another(stack):
    streams, watcher = [DataStream(stack, f"Stream{n}") for n in range(2)], function(stack)
    consumers = [FanOutConsumer(stack, f"Watch{n}", stream=streams[n % 2], function=watcher) for n in range(12)]
    found = resources(stack)
    ids = [stack.get_logical_id(each.consumer.node.default_child) for each in consumers]
    assert [found[each].get("DependsOn") for each in ids] == [None] * 5 + [[each] for each in ids[:7]]
    assert [finding for finding in check({"Resources": found}).findings if finding.rule == "KDC011"] == []
    assert Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("KDC011")) == []


def test_the_twenty_first_consumer_of_a_stream_is_refused(stack):
    stream, watcher = DataStream(stack, "Stream", mode=Provisioned(shards=1)), function(stack)
    for position in range(20):
        FanOutConsumer(stack, f"Watch{position}", stream=stream, function=watcher)
    with pytest.raises(InvalidProperties, match="KDC010"):
        FanOutConsumer(stack, "OneTooMany", stream=stream, function=watcher)


def test_a_record_age_above_the_retention_is_a_warning_of_the_construct(stack):
    FanOutConsumer(
        stack,
        "Watch",
        stream=DataStream(stack, "Stream"),
        function=function(stack),
        max_record_age=Duration.hours(72),
    )
    warnings = Annotations.from_stack(stack).find_warning("/Pipeline/Watch", Match.string_like_regexp("LAM010"))
    assert len(warnings) == 1


def test_three_mistakes_raise_once_with_three_findings(stack):
    with pytest.raises(InvalidProperties) as raised:
        FanOutConsumer(
            stack,
            "Watch",
            stream=DataStream(stack, "Stream"),
            function=function(stack),
            batch_size=20_000,
            parallelization_factor=11,
            max_record_age=Duration.seconds(30),
        )
    assert {finding.argument for finding in raised.value.findings} == {
        "batch_size",
        "parallelization_factor",
        "max_record_age",
    }


CONSUMER_ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/flights/consumer/delays:1700000000"


def test_a_consumer_of_another_app_is_read_and_not_registered_again(stack):
    registered = kinesis.StreamConsumer.from_stream_consumer_arn(stack, "Registered", CONSUMER_ARN)
    watch = function(stack)
    consumer = FanOutConsumer(stack, "Watch", stream=registered.stream, consumer=registered, function=watch)
    assert consumer.consumer_definition is None
    assert only(stack, MAPPING)["EventSourceArn"] == CONSUMER_ARN
    assert not [each for each in resources(stack).values() if each["Type"] == "AWS::Kinesis::StreamConsumer"]
    allowed = {action: resource for actions, resource in statements(stack, "Function") for action in actions}
    assert allowed["kinesis:DescribeStreamConsumer"] == CONSUMER_ARN
    assert allowed["kinesis:SubscribeToShard"] == CONSUMER_ARN
    assert allowed["kinesis:ListShards"] == CONSUMER_ARN.partition("/consumer/")[0]


def test_a_consumer_of_this_app_is_known_to_the_policy(stack):
    stream = DataStream(stack, "Stream")
    registered = kinesis.StreamConsumer(stack, "Registered", stream=stream, stream_consumer_name="delays")
    consumer = FanOutConsumer(stack, "Watch", stream=stream, consumer=registered, function=function(stack))
    assert consumer.consumer_definition.properties["ConsumerName"] == "delays"
    assert consumer.definition.properties["EventSourceArn"].target == "Pipeline/Registered"
    assert only(stack, MAPPING)["EventSourceArn"] == {
        "Fn::GetAtt": [stack.get_logical_id(registered.node.default_child), "ConsumerARN"]
    }


def test_a_given_consumer_is_watched_by_its_name(stack):
    registered = kinesis.StreamConsumer.from_stream_consumer_arn(stack, "Registered", CONSUMER_ARN)
    consumer = FanOutConsumer(stack, "Watch", stream=registered.stream, consumer=registered, function=function(stack))
    PipelineMonitoring(stack, "Monitoring", consumers=[consumer])
    names = [
        each["Value"]
        for resource in resources(stack).values()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
        for each in resource["Properties"].get("Dimensions", [])
        if each["Name"] == "ConsumerName"
    ]
    assert names == ["delays"]


def test_a_given_consumer_has_its_name_and_its_stream(stack):
    registered = kinesis.StreamConsumer.from_stream_consumer_arn(stack, "Registered", CONSUMER_ARN)
    other = kinesis.Stream.from_stream_arn(stack, "Other", "arn:aws:kinesis:eu-west-1:111122223333:stream/orders")
    watch = function(stack)
    with pytest.raises(ValueError, match="leave out consumer_name"):
        FanOutConsumer(
            stack, "Named", stream=registered.stream, consumer=registered, consumer_name="delays", function=watch
        )
    with pytest.raises(ValueError, match="give the stream that it reads"):
        FanOutConsumer(stack, "Misled", stream=other, consumer=registered, function=watch)
