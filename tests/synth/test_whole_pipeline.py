"""What holds for a whole pipeline: names, places, permissions, regions."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from aws_cdk import Stack
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from constructs_lib.cdk import (
    DataStream,
    DeliveryStream,
    FailureBucket,
    FanOutConsumer,
    KinesisSource,
    LambdaTransform,
    S3Destination,
)
from tests.synth.parts import function, pipeline, resources


def statements(stack):
    for resource in resources(stack).values():
        if resource["Type"] == "AWS::IAM::Policy":
            yield from resource["Properties"]["PolicyDocument"]["Statement"]


def as_list(value):
    return value if isinstance(value, list) else [value]


def test_no_policy_allows_actions_by_wildcard(stack):
    pipeline(stack)
    assert [action for s in statements(stack) for action in as_list(s["Action"]) if "*" in action] == []


def test_wildcards_stand_behind_a_fixed_beginning_of_keys_in_one_bucket(stack):
    pipeline(stack)
    wildcards = {
        json.dumps(resource["Fn::Join"][1][-1] if isinstance(resource, dict) and "Fn::Join" in resource else resource)
        for statement in statements(stack)
        for resource in as_list(statement["Resource"])
        if "*" in json.dumps(resource)
    }
    assert wildcards == {'"/carrier=*"', '"/errors/*"', '"/source/*"'}


def test_two_pipelines_stand_in_one_stack(stack):
    for name in ("One", "Two"):
        pipeline(stack, name)
    found = Counter(resource["Type"] for resource in resources(stack).values())
    assert all(count % 2 == 0 for count in found.values())
    assert found["AWS::KinesisFirehose::DeliveryStream"] == 2


@pytest.mark.parametrize("region", ["eu-west-1", "mx-central-1", "cn-north-1", "us-gov-west-1"])
def test_it_synthesizes_the_same_in_every_region(stack_in, region):
    stack = stack_in(region)
    pipeline(stack)
    found = resources(stack)
    assert len(found) == 25
    assert "Condition" not in {name for resource in found.values() for name in resource}


def test_stream_function_and_failures_may_live_in_other_stacks(app):
    shared, own = Stack(app, "Shared"), Stack(app, "Own")
    stream = DataStream(shared, "Stream", key=kms.Key(shared, "Key"))
    failures = FailureBucket(shared, "Failures")
    transform = LambdaTransform(function=function(shared))
    FanOutConsumer(own, "Watch", stream=stream, function=function(own, "Watcher"), on_failure=failures)
    DeliveryStream(
        own,
        "Delivery",
        source=KinesisSource(stream),
        transform=transform,
        destination=S3Destination(failures=failures),
    )
    template = Template.from_stack(own)
    template.resource_count_is("AWS::KinesisFirehose::DeliveryStream", 1)
    assert "Fn::ImportValue" in json.dumps(template.to_json())
