"""The log of a delivery stream: its own, or one that is there already."""

from __future__ import annotations

import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk.assertions import Annotations, Match

from constructs_lib.cdk import DeliveryStream, Endpoint, HttpEndpointDestination, S3Destination
from tests.synth.destinations import secret
from tests.synth.parts import only, s3_configuration, statements
from tests.synth.writing import assert_clean, of_type

GROUP, STREAM = "AWS::Logs::LogGroup", "AWS::Logs::LogStream"


def test_deliveries_share_a_log_group_without_sharing_log_streams(stack):
    group = logs.LogGroup.from_log_group_name(stack, "Group", "/deliveries")
    endpoint = Endpoint(url="https://example.com/records", name="example")
    for name in ("One", "Two"):
        destination = HttpEndpointDestination(endpoint=endpoint, secret=secret(stack, f"{name}Secret"))
        DeliveryStream(stack, name, destination=destination, log_group=group)
    assert of_type(stack, GROUP) == []
    written = [each["Properties"] for each in of_type(stack, STREAM)]
    assert {each["LogGroupName"] for each in written} == {"/deliveries"}
    names = [each["LogStreamName"] for each in written]
    assert len(names) == len(set(names)) == 4


def test_the_role_writes_into_its_log_stream_of_the_given_group_only(stack):
    group = logs.LogGroup.from_log_group_name(stack, "Group", "/deliveries")
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination(), log_group=group)
    (name,) = [each["Properties"]["LogStreamName"] for each in of_type(stack, STREAM)]
    assert delivery.log_group is group
    assert s3_configuration(stack)["CloudWatchLoggingOptions"] == {
        "Enabled": True,
        "LogGroupName": "/deliveries",
        "LogStreamName": name,
    }
    (resource,) = [
        resource for actions, resource in statements(stack, "DeliveryRole") if "logs:PutLogEvents" in actions
    ]
    assert resource["Fn::Join"][1][-1] == f":log-group:/deliveries:log-stream:{name}"


def test_a_key_of_the_app_lets_cloudwatch_logs_use_it_for_log_groups_of_the_account(stack):
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    DeliveryStream(stack, "Delivery", destination=S3Destination(key=key), log_key=key)
    assert only(stack, GROUP)["KmsKeyId"] == {"Fn::GetAtt": [stack.get_logical_id(key.node.default_child), "Arn"]}
    assert only(stack, GROUP)["RetentionInDays"] == 30
    (allowed,) = [
        each
        for each in only(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"]
        if "kms:EncryptionContext:aws:logs:arn" in each.get("Condition", {}).get("ArnLike", {})
    ]
    assert allowed["Principal"]["Service"]["Fn::Join"][1][0] == "logs."
    assert_clean(stack)


def test_the_policy_of_an_imported_key_is_the_callers(stack):
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/abc")
    DeliveryStream(stack, "Delivery", destination=S3Destination(), log_key=key)
    Annotations.from_stack(stack).has_warning("*", Match.string_like_regexp("log_key was imported"))


@pytest.mark.parametrize("more", [{"log_retention": logs.RetentionDays.ONE_DAY}, {"log_key": "key"}])
def test_a_given_group_has_its_own_retention_and_key(stack, more):
    group = logs.LogGroup.from_log_group_name(stack, "Group", "/deliveries")
    with pytest.raises(ValueError, match="leave out log_retention and log_key"):
        DeliveryStream(stack, "Delivery", destination=S3Destination(), log_group=group, **more)
