from __future__ import annotations

import json

import pytest
from aws_cdk import CfnParameter, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_all

from constructs_lib.cdk import DataStream, FanOutConsumer, KclConsumer
from constructs_lib.policy import InvalidProperties, check
from tests.synth.parts import STREAM, function, only, resources

TABLE = "AWS::DynamoDB::Table"
TASKS = iam.ServicePrincipal("ecs-tasks.amazonaws.com")


def consumer(stack, id="Scores", **options):
    options = {"assumed_by": TASKS, "application_name": "scores", **options}
    return KclConsumer(stack, id, stream=DataStream(stack, f"{id}Stream"), **options)


def tables(stack):
    return {each["Properties"]["TableName"]: each for each in resources(stack).values() if each["Type"] == TABLE}


def actions(stack):
    policy = only(stack, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    return [
        action
        for each in policy
        for action in (each["Action"] if isinstance(each["Action"], list) else [each["Action"]])
    ]


def test_the_three_tables_have_the_names_and_keys_of_the_library(stack):
    consumer(stack)
    keys = {
        name: [key["AttributeName"] for key in each["Properties"]["KeySchema"]] for name, each in tables(stack).items()
    }
    assert keys == {"scores": ["leaseKey"], "scores-WorkerMetricStats": ["wid"], "scores-CoordinatorState": ["key"]}


def test_leases_are_found_by_their_owner(stack):
    consumer(stack)
    (index,) = tables(stack)["scores"]["Properties"]["GlobalSecondaryIndexes"]
    assert index == {
        "IndexName": "LeaseOwnerToLeaseKeyIndex",
        "KeySchema": [
            {"AttributeName": "leaseOwner", "KeyType": "HASH"},
            {"AttributeName": "leaseKey", "KeyType": "RANGE"},
        ],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }


def test_leases_outlive_the_stack_and_can_be_restored(stack):
    consumer(stack)
    for each in tables(stack).values():
        assert each["DeletionPolicy"] == "Retain"
        assert each["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert each["Properties"]["BillingMode"] == "PAY_PER_REQUEST"


def test_the_application_may_neither_change_tables_nor_register_consumers(stack):
    consumer(stack)
    allowed = actions(stack)
    assert {"kinesis:SubscribeToShard", "kinesis:GetRecords", "dynamodb:UpdateItem", "dynamodb:Query"} <= set(allowed)
    assert not {"dynamodb:CreateTable", "dynamodb:UpdateTable", "kinesis:RegisterStreamConsumer"} & set(allowed)
    assert not [action for action in allowed if "*" in action]


def test_metrics_are_allowed_in_the_namespace_of_the_application_only(stack):
    consumer(stack)
    statements = only(stack, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    (metrics,) = [each for each in statements if each["Action"] == "cloudwatch:PutMetricData"]
    assert metrics["Condition"] == {"StringEquals": {"cloudwatch:namespace": "scores"}}
    assert [each["Resource"] for each in statements if each["Resource"] == "*"] == ["*"]


def test_polling_needs_no_registered_consumer(stack):
    built = consumer(stack, fan_out=False)
    assert built.consumer is None
    Template.from_stack(stack).resource_count_is("AWS::Kinesis::StreamConsumer", 0)
    assert "kinesis:SubscribeToShard" not in actions(stack)


def test_keys_of_stream_and_tables_are_granted(stack):
    stream = DataStream(stack, "Stream", key=kms.Key(stack, "StreamKey"))
    KclConsumer(stack, "Scores", stream=stream, assumed_by=TASKS, key=kms.Key(stack, "TableKey"))
    assert {"kms:Decrypt", "kms:GenerateDataKey*"} <= set(actions(stack))
    assert all(each["Properties"]["SSESpecification"]["SSEEnabled"] for each in tables(stack).values())


def test_an_existing_role_and_an_imported_stream_work(stack):
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/scores")
    stream = kinesis.Stream.from_stream_arn(stack, "Stream", "arn:aws:kinesis:eu-west-1:111122223333:stream/flights")
    KclConsumer(stack, "Scores", stream=stream, role=role, removal_policy=RemovalPolicy.DESTROY)
    assert only(stack, "AWS::IAM::Policy")["Roles"] == ["scores"]
    assert {each["DeletionPolicy"] for each in tables(stack).values()} == {"Delete"}


def test_a_name_that_is_a_parameter_reaches_tables_and_consumer(stack):
    name = CfnParameter(stack, "Application").value_as_string
    KclConsumer(stack, "Scores", stream=DataStream(stack, "Stream"), assumed_by=TASKS, application_name=name)
    assert only(stack, "AWS::Kinesis::StreamConsumer")["ConsumerName"] == {"Ref": "Application"}


def test_two_applications_of_one_stream_stand_side_by_side_and_count_as_consumers(stack):
    stream = DataStream(stack, "Stream")
    for name in ("One", "Two"):
        KclConsumer(stack, name, stream=stream, assumed_by=TASKS)
    FanOutConsumer(stack, "Watch", stream=stream, function=function(stack))
    assert len(tables(stack)) == 6
    assert len(stream.registered_consumers) == 3


def test_a_name_that_a_consumer_cannot_have_is_refused(stack):
    with pytest.raises(InvalidProperties, match="consumer_name"):
        consumer(stack, application_name="flight scores")


@pytest.mark.parametrize("given", [{"assumed_by": None}, {"role": "both"}])
def test_neither_or_both_of_principal_and_role_are_refused(stack, given):
    if given.get("role"):
        given = {"role": iam.Role.from_role_name(stack, "Role", "scores")}
    with pytest.raises(ValueError, match="give either assumed_by"):
        consumer(stack, **given)


def test_no_logical_id_has_changed(stack):
    consumer(stack)
    found = {name for name, each in resources(stack).items() if name.startswith("Scores") and each["Type"] != STREAM}
    assert found == {
        "ScoresConsumerA9523B90",
        "ScoresCoordinatorState846A6BF1",
        "ScoresLeasesC5508E40",
        "ScoresRole20E4771C",
        "ScoresRoleDefaultPolicy202A9F56",
        "ScoresWorkerMetrics3BEF4C99",
    }


def test_other_packs_find_nothing(app, stack):
    consumer(stack)
    template = {"Resources": resources(stack)}
    assert [str(each) for each in lint_all(json.dumps(template)) if each.rule.severity != "informational"] == []
    assert [each for each in check(template).findings if each.severity != "info"] == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []
