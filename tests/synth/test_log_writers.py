"""Logs and metrics of CloudWatch, written into streams and delivery streams."""

from __future__ import annotations

import pytest
from aws_cdk import aws_logs as logs

from constructs_lib.cdk import Compression, DeliveryStream, KinesisSource, S3Destination
from constructs_lib.cdk.writers import AccountLogSubscription, LogSubscription, MetricFilter, MetricFormat, MetricStream
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import comparable, only
from tests.synth.writing import (
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

SUBSCRIPTION = "AWS::Logs::SubscriptionFilter"
LOGS_OF_THIS_ACCOUNT = {
    "Fn::Join": [
        "",
        ["arn:", {"Ref": "AWS::Partition"}, ":logs:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":*"],
    ]
}


@pytest.fixture
def group(stack) -> logs.LogGroup:
    return logs.LogGroup(stack, "Group", retention=logs.RetentionDays.ONE_WEEK)


def test_a_subscription_keeps_the_order_of_a_log_stream_and_may_use_the_key(stack, group):
    stream = data_stream(stack)
    subscription = LogSubscription(stack, "Sub", log_group=group, target=stream)
    found = only(stack, SUBSCRIPTION)
    arn = {"Fn::GetAtt": [stack.get_logical_id(stream.node.default_child), "Arn"]}
    assert comparable(found) == comparable(subscription.definition.properties)
    assert found["DestinationArn"] == arn
    assert found["Distribution"] == "ByLogStream"
    assert found["FilterPattern"] == ""
    assert allowed(stack, subscription.role) == {
        "kinesis:PutRecord,kinesis:PutRecords": arn,
        "kms:GenerateDataKey": stack.resolve(stream.encryption_key.key_arn),
    }
    assert_waits_for_its_policy(stack, subscription.resource, subscription.role)


def test_only_logs_of_this_account_are_trusted(stack, group):
    subscription = LogSubscription(stack, "Sub", log_group=group, target=data_stream(stack))
    assert trust_of(stack, subscription.role) == {
        "Action": "sts:AssumeRole",
        "Condition": {"StringLike": {"aws:SourceArn": LOGS_OF_THIS_ACCOUNT}},
        "Effect": "Allow",
        "Principal": {"Service": "logs.amazonaws.com"},
    }


def test_every_argument_of_a_subscription_reaches_its_property(stack, group):
    LogSubscription(
        stack,
        "Sub",
        log_group=group,
        target=imported_stream(stack),
        filter_pattern=logs.FilterPattern.any_term("ERROR"),
        distribution=logs.Distribution.RANDOM,
        filter_name="errors",
    )
    found = only(stack, SUBSCRIPTION)
    assert (found["FilterPattern"], found["Distribution"], found["FilterName"]) == ('"ERROR"', "Random", "errors")
    assert found["DestinationArn"] == STREAM_ARN


def test_a_delivery_stream_has_no_shards_to_spread_over(stack, group):
    with pytest.raises(ValueError, match="leave it out"):
        LogSubscription(
            stack, "Sub", log_group=group, target=delivery_stream(stack), distribution=logs.Distribution.RANDOM
        )


def test_a_delivery_stream_that_reads_a_stream_is_refused(stack, group):
    delivery = DeliveryStream(stack, "D", source=KinesisSource(data_stream(stack)), destination=S3Destination())
    with pytest.raises(InvalidProperties, match="PRD011"):
        LogSubscription(stack, "Sub", log_group=group, target=delivery)


def test_something_that_is_no_stream_is_refused(stack, group):
    with pytest.raises(TypeError, match="IStream or an IDeliveryStream, not LogGroup"):
        LogSubscription(stack, "Sub", log_group=group, target=group)


def test_an_account_subscription_leaves_out_the_log_of_its_own_delivery(stack, group):
    delivery = delivery_stream(stack)
    subscription = AccountLogSubscription(stack, "All", target=delivery, excluded=[group], policy_name="all-logs")
    found = only(stack, "AWS::Logs::AccountPolicy")
    own = {"Ref": stack.get_logical_id(delivery.log_group.node.default_child)}
    other = {"Ref": stack.get_logical_id(group.node.default_child)}
    assert found["SelectionCriteria"] == {"Fn::Join": ["", ['LogGroupName NOT IN ["', own, '", "', other, '"]']]}
    assert (found["PolicyName"], found["PolicyType"], found["Scope"]) == (
        "all-logs",
        "SUBSCRIPTION_FILTER_POLICY",
        "ALL",
    )
    pieces = found["PolicyDocument"]["Fn::Join"][1]
    assert pieces[0] == '{"DestinationArn":"'
    assert {"Fn::GetAtt": [stack.get_logical_id(delivery.resource), "Arn"]} in pieces
    assert_waits_for_its_policy(stack, subscription.resource, subscription.role)


def test_an_account_subscription_of_an_imported_stream_selects_everything(stack):
    AccountLogSubscription(stack, "All", target=imported_stream(stack))
    found = only(stack, "AWS::Logs::AccountPolicy")
    assert "SelectionCriteria" not in found
    assert '"Distribution":"ByLogStream"' in str(found["PolicyDocument"])


def test_a_metric_stream_writes_json_lines_with_its_own_role(stack):
    delivery = delivery_stream(stack)
    metrics = MetricStream(
        stack, "Metrics", target=delivery, include=[MetricFilter("AWS/Kinesis", ["IncomingBytes"]), MetricFilter("App")]
    )
    found = only(stack, "AWS::CloudWatch::MetricStream")
    assert found["OutputFormat"] == "json"
    assert found["IncludeFilters"] == [
        {"Namespace": "AWS/Kinesis", "MetricNames": ["IncomingBytes"]},
        {"Namespace": "App"},
    ]
    assert trust_of(stack, metrics.role) == {
        "Action": "sts:AssumeRole",
        "Effect": "Allow",
        "Principal": {"Service": "streams.metrics.cloudwatch.amazonaws.com"},
    }
    assert set(allowed(stack, metrics.role)) == {
        "firehose:PutRecord,firehose:PutRecordBatch",
        "kms:GenerateDataKey",
    }
    assert_waits_for_its_policy(stack, metrics.resource, metrics.role)


def test_every_argument_of_a_metric_stream_reaches_its_property(stack):
    MetricStream(
        stack,
        "Metrics",
        target=imported_delivery(stack),
        exclude=[MetricFilter("AWS/EC2")],
        output_format=MetricFormat.OPEN_TELEMETRY_1_0,
        include_linked_accounts=True,
        metric_stream_name="all",
    )
    found = only(stack, "AWS::CloudWatch::MetricStream")
    assert found["FirehoseArn"] == DELIVERY_ARN
    assert found["ExcludeFilters"] == [{"Namespace": "AWS/EC2"}]
    assert (found["OutputFormat"], found["IncludeLinkedAccountsMetrics"], found["Name"]) == (
        "opentelemetry1.0",
        True,
        "all",
    )


def test_metrics_cannot_be_both_included_and_excluded(stack):
    with pytest.raises(ValueError, match="cannot both be given"):
        MetricStream(
            stack, "M", target=imported_delivery(stack), include=[MetricFilter("A")], exclude=[MetricFilter("B")]
        )


def test_metrics_go_to_delivery_streams_only(stack):
    with pytest.raises(TypeError, match="delivery streams only"):
        MetricStream(stack, "M", target=data_stream(stack))


def test_two_of_each_stand_side_by_side_and_nothing_is_found(stack, group):
    stream, delivery = data_stream(stack), delivery_stream(stack, compression=Compression.NONE)
    for target in (stream, delivery):
        LogSubscription(stack, f"To{type(target).__name__}", log_group=group, target=target)
    for name in ("One", "Two"):
        MetricStream(stack, name, target=delivery, include=[MetricFilter("AWS/Kinesis")])
    AccountLogSubscription(stack, "All", target=delivery)
    assert len(of_type(stack, SUBSCRIPTION)) == 2
    assert_clean(stack)


def test_an_account_wide_subscription_needs_a_delivery_stream_that_takes_puts(stack):
    delivery = DeliveryStream(stack, "D", source=KinesisSource(data_stream(stack)), destination=S3Destination())
    with pytest.raises(InvalidProperties, match="PRD011"):
        AccountLogSubscription(stack, "All", target=delivery)
