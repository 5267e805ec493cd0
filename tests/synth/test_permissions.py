"""What a role may do is one policy, where it can be defined without referring back."""

from __future__ import annotations

import json

from aws_cdk import App, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_

from benchmarks.synthesis import Functions, counted, ours
from constructs_lib.cdk import DataStream, DeliveryStream, FailureBucket, FanOutConsumer, KinesisSource, S3Destination
from tests.synth.parts import DELIVERY_STREAM, function, only, resources

ROLE = "arn:aws:iam::111122223333:role/worker"
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:worker"


def actions(policy):
    written = [each["Action"] for each in policy["PolicyDocument"]["Statement"]]
    return {action for each in written for action in ([each] if isinstance(each, str) else each)}


def test_the_policy_of_a_consumer_stands_beside_it_when_its_function_is_in_another_stack():
    app = App()
    functions, streams = Stack(app, "Functions"), Stack(app, "Streams")
    called = function(functions)
    FanOutConsumer(streams, "Watch", stream=DataStream(streams, "Stream"), function=called)
    assert "kinesis:SubscribeToShard" in actions(only(streams, "AWS::IAM::Policy"))
    assert streams not in functions.dependencies


def test_a_role_that_was_imported_gets_its_permissions_too(stack):
    role = iam.Role.from_role_arn(stack, "Worker", ROLE)
    called = lambda_.Function.from_function_attributes(stack, "Function", function_arn=FUNCTION, role=role)
    failures = FailureBucket(stack, "Failures")
    FanOutConsumer(stack, "Watch", stream=DataStream(stack, "Stream"), function=called, on_failure=failures)
    policy = only(stack, "AWS::IAM::Policy")
    assert policy["Roles"] == ["worker"]
    assert {"kinesis:GetRecords", "kinesis:SubscribeToShard", "s3:PutObject", "kms:Decrypt"} <= actions(policy)


def test_a_role_that_must_not_change_stays_as_it_is(stack):
    role = iam.Role.from_role_arn(stack, "Worker", ROLE, mutable=False)
    called = lambda_.Function.from_function_attributes(stack, "Function", function_arn=FUNCTION, role=role)
    FanOutConsumer(stack, "Watch", stream=DataStream(stack, "Stream"), function=called)
    assert not [each for each in resources(stack).values() if each["Type"] == "AWS::IAM::Policy"]


def test_the_key_of_another_stack_is_granted():
    app = App()
    keys, streams = Stack(app, "Keys"), Stack(app, "Streams")
    key = kms.Key(keys, "Key", enable_key_rotation=True)
    stream = DataStream(streams, "Stream", key=key)
    DeliveryStream(streams, "Delivery", source=KinesisSource(stream), destination=S3Destination())
    found = [each for each in resources(streams).values() if each["Type"] == "AWS::IAM::Policy"]
    named = [each for each in found if "Fn::ImportValue" in json.dumps(each) and "kms:Decrypt" in json.dumps(each)]
    assert named
    (delivery,) = [each for each in resources(streams).values() if each["Type"] == DELIVERY_STREAM]
    names = {name for name, each in resources(streams).items() if each in named}
    assert names <= set(delivery["DependsOn"])


def test_a_later_grant_does_not_hold_up_the_delivery_stream(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination())
    delivery.grant_put_records(delivery)
    found = resources(stack)
    (name,) = [name for name, each in found.items() if "firehose:PutRecord" in json.dumps(each)]
    (made,) = [each for each in found.values() if each["Type"] == DELIVERY_STREAM]
    assert name not in made["DependsOn"]


def test_a_pipeline_is_defined_in_few_round_trips_to_node(stack):
    first, second = Functions(stack, "First"), Functions(stack, "Second")
    ours(stack, "One", first)
    with counted() as calls:
        ours(stack, "Two", second)
    assert calls[0] <= 64
