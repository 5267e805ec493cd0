from __future__ import annotations

import pytest
from aws_cdk import aws_iam as iam

from constructs_lib.cdk import grant_producer_library
from tests.synth.parts import resources, statements
from tests.synth.writing import assert_clean, data_stream, imported_stream

WRITES = [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:ListShards",
    "kinesis:PutRecord",
    "kinesis:PutRecords",
]


@pytest.fixture
def role(stack) -> iam.Role:
    return iam.Role(stack, "Producer", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))


def test_it_may_look_at_shards_use_the_key_and_count_in_its_namespace_alone(stack, role):
    stream = data_stream(stack)
    grant_producer_library(stream, role)
    allowed = {tuple(actions): resource for actions, resource in statements(stack, "Producer")}
    arn = {"Fn::GetAtt": [stack.get_logical_id(stream.node.default_child), "Arn"]}
    assert allowed[tuple(WRITES)] == arn
    assert allowed[("kms:GenerateDataKey",)] == stack.resolve(stream.encryption_key.key_arn)
    assert allowed[("cloudwatch:PutMetricData",)] == "*"
    conditions = [
        statement["Condition"]
        for resource in resources(stack).values()
        if resource["Type"] == "AWS::IAM::Policy"
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
        if "Condition" in statement
    ]
    assert conditions == [{"StringEquals": {"cloudwatch:namespace": "KinesisProducerLibrary"}}]


def test_a_library_that_sends_no_metrics_may_send_none(stack, role):
    grant_producer_library(imported_stream(stack), role, namespace=None)
    assert [actions for actions, _ in statements(stack, "Producer")] == [WRITES]


def test_two_streams_of_one_application_share_the_policy_of_metrics(stack, role):
    grant_producer_library(data_stream(stack, "A"), role)
    grant_producer_library(data_stream(stack, "B"), role)
    metrics = [actions for actions, _ in statements(stack, "Producer") if actions == ["cloudwatch:PutMetricData"]]
    assert len(metrics) == 1


def test_a_user_is_granted_the_same(stack):
    grant_producer_library(imported_stream(stack), iam.User(stack, "OnPremises"))
    assert "cloudwatch:PutMetricData" in str(resources(stack))


def test_packs_find_nothing_that_has_no_reason(stack, role):
    grant_producer_library(data_stream(stack), role)
    assert_clean(stack)
