"""A delivery stream is an `IDeliveryStream` for the rest of the CDK."""

from __future__ import annotations

import pytest
from aws_cdk import Duration, aws_kinesisfirehose
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_logs_destinations as logs_destinations
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk.assertions import Match, Template

from constructs_lib.cdk import DeliveryStream, S3Destination
from tests.synth.parts import DELIVERY_STREAM


@pytest.fixture
def delivery(stack) -> DeliveryStream:
    return DeliveryStream(stack, "Delivery", destination=S3Destination())


def arn_of(delivery: DeliveryStream) -> dict[str, object]:
    return {"Fn::GetAtt": [delivery.stack.get_logical_id(delivery.resource), "Arn"]}


def test_it_is_defined_by_the_typed_l1_construct(delivery):
    assert isinstance(delivery.node.default_child, aws_kinesisfirehose.CfnDeliveryStream)
    assert delivery.resource.cfn_resource_type == DELIVERY_STREAM


def test_a_rule_of_eventbridge_takes_it(stack, delivery):
    schedule = events.Schedule.rate(Duration.minutes(1))
    events.Rule(stack, "Rule", schedule=schedule, targets=[targets.FirehoseDeliveryStream(delivery)])
    Template.from_stack(stack).has_resource_properties(
        "AWS::Events::Rule", {"Targets": [Match.object_like({"Arn": arn_of(delivery)})]}
    )


def test_a_subscription_filter_takes_it(stack, delivery):
    logs.LogGroup(stack, "Group").add_subscription_filter(
        "Filter",
        destination=logs_destinations.FirehoseDestination(delivery),
        filter_pattern=logs.FilterPattern.all_events(),
    )
    Template.from_stack(stack).has_resource_properties(
        "AWS::Logs::SubscriptionFilter", {"DestinationArn": arn_of(delivery)}
    )


def test_a_topic_takes_it(stack, delivery):
    sns.Topic(stack, "Topic").add_subscription(subscriptions.FirehoseSubscription(delivery))
    Template.from_stack(stack).has_resource_properties(
        "AWS::SNS::Subscription", {"Endpoint": arn_of(delivery), "Protocol": "firehose"}
    )


def test_putting_records_is_granted_on_this_delivery_stream_alone(stack, delivery):
    user = iam.User(stack, "Producer")
    delivery.grant_put_records(user).assert_success()
    Template.from_stack(stack).has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": [
                    {
                        "Action": ["firehose:PutRecord", "firehose:PutRecordBatch"],
                        "Effect": "Allow",
                        "Resource": arn_of(delivery),
                    }
                ],
                "Version": "2012-10-17",
            },
            "Users": [Match.any_value()],
        },
    )


def test_resources_are_granted_to_its_role(stack, delivery):
    topic = sns.Topic(stack, "Topic")
    topic.grant_publish(delivery)
    statement = Match.object_like({"Action": "sns:Publish"})
    Template.from_stack(stack).has_resource_properties(
        "AWS::IAM::Policy", {"PolicyDocument": {"Statement": Match.array_with([statement])}}
    )


@pytest.mark.parametrize(
    ("method", "name", "statistic"),
    [
        ("metric_incoming_bytes", "IncomingBytes", "Sum"),
        ("metric_incoming_records", "IncomingRecords", "Sum"),
        ("metric_backup_to_s3_bytes", "BackupToS3.Bytes", "Sum"),
        ("metric_backup_to_s3_data_freshness", "BackupToS3.DataFreshness", "Maximum"),
        ("metric_backup_to_s3_records", "BackupToS3.Records", "Sum"),
        ("metric_delivery_to_s3_data_freshness", "DeliveryToS3.DataFreshness", "Maximum"),
        ("metric_delivery_to_s3_records", "DeliveryToS3.Records", "Sum"),
        ("metric_delivery_to_s3_success", "DeliveryToS3.Success", "Average"),
    ],
)
def test_metrics_carry_their_name_and_dimension(stack, delivery, method, name, statistic):
    metric: cloudwatch.Metric = getattr(delivery, method)(period=Duration.minutes(1))
    assert (metric.namespace, metric.metric_name, metric.statistic) == ("AWS/Firehose", name, statistic)
    assert stack.resolve(metric.dimensions) == {"DeliveryStreamName": {"Ref": stack.get_logical_id(delivery.resource)}}


def test_a_statistic_of_your_own_replaces_the_default(delivery):
    assert delivery.metric_incoming_bytes(statistic="Maximum").statistic == "Maximum"
