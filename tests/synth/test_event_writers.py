"""Events, messages and what devices publish, written into streams and delivery streams."""

from __future__ import annotations

import pytest
from aws_cdk import Duration, Token
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from constructs_lib.cdk import DeliveryStream, KinesisSource, S3Destination
from constructs_lib.cdk.writers import EventRule, IotRule, TopicSubscription
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import comparable, only, resources
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

RULE, TOPIC_RULE, SUBSCRIPTION = "AWS::Events::Rule", "AWS::IoT::TopicRule", "AWS::SNS::Subscription"
ORDERS = events.EventPattern(source=["shop"])
QUEUE_ARN = "arn:aws:sqs:eu-west-1:111122223333:failures"


def topic(stack) -> sns.Topic:
    return sns.Topic(stack, "Topic", enforce_ssl=True)


def test_a_rule_writes_with_a_role_of_this_account_and_waits_for_its_permission(stack):
    stream = data_stream(stack)
    rule = EventRule(stack, "Rule", target=stream, event_pattern=ORDERS, partition_key_path="$.detail.carrier")
    (target,) = only(stack, RULE)["Targets"]
    assert target["Arn"] == {"Fn::GetAtt": [stack.get_logical_id(stream.node.default_child), "Arn"]}
    assert target["KinesisParameters"] == {"PartitionKeyPath": "$.detail.carrier"}
    assert comparable([target]) == comparable(rule.definition.properties["Targets"])
    assert trust_of(stack, rule.role)["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert set(allowed(stack, rule.role)) == {"kinesis:PutRecord,kinesis:PutRecords", "kms:GenerateDataKey"}
    assert_waits_for_its_policy(stack, rule.node.default_child, rule.role)


def test_events_that_cannot_be_written_rest_in_a_queue_of_this_rule_alone(stack):
    rule = EventRule(stack, "Rule", target=data_stream(stack), event_pattern=ORDERS)
    (target,) = only(stack, RULE)["Targets"]
    queue = {"Fn::GetAtt": [stack.get_logical_id(rule.on_failure.node.default_child), "Arn"]}
    assert target["DeadLetterConfig"] == {"Arn": queue}
    (statement,) = [
        statement
        for statement in only(stack, "AWS::SQS::QueuePolicy")["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"] == {
        "ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": [stack.get_logical_id(rule.node.default_child), "Arn"]}}
    }


def test_services_and_roles_may_use_the_key_of_a_queue_that_is_given(stack):
    key = kms.Key(stack, "QueueKey", enable_key_rotation=True)
    queue = sqs.Queue(stack, "Queue", encryption_master_key=key, enforce_ssl=True)
    EventRule(stack, "Rule", target=imported_stream(stack), event_pattern=ORDERS, on_failure=queue)
    device = IotRule(stack, "Device", target=imported_delivery(stack), sql="SELECT * FROM 'a'", on_failure=queue)
    (granted,) = [
        statement
        for statement in only(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"]
        if statement["Principal"] == {"Service": "events.amazonaws.com"}
    ]
    assert granted["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert allowed(stack, device.role)["kms:Decrypt,kms:GenerateDataKey"] == stack.resolve(key.key_arn)


def test_every_argument_of_a_rule_reaches_its_property(stack):
    EventRule(
        stack,
        "Rule",
        target=imported_delivery(stack),
        schedule=events.Schedule.rate(Duration.minutes(5)),
        message=events.RuleTargetInput.from_text("tick"),
        retry_attempts=0,
        max_event_age=Duration.minutes(2),
        on_failure=sqs.Queue.from_queue_arn(stack, "Queue", QUEUE_ARN),
        rule_name="ticks",
    )
    found = only(stack, RULE)
    (target,) = found["Targets"]
    assert (found["ScheduleExpression"], found["Name"]) == ("rate(5 minutes)", "ticks")
    assert target["Arn"] == DELIVERY_ARN
    assert target["Input"] == '"tick"'
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 120}
    assert target["DeadLetterConfig"] == {"Arn": QUEUE_ARN}
    assert not of_type(stack, "AWS::SQS::Queue")


def test_a_rule_takes_numbers_that_are_known_at_deployment_only(stack):
    EventRule(
        stack,
        "Rule",
        target=imported_stream(stack),
        event_pattern=ORDERS,
        retry_attempts=Token.as_number({"Ref": "Attempts"}),
        max_event_age=Duration.seconds(Token.as_number({"Ref": "Age"})),
    )
    (target,) = only(stack, RULE)["Targets"]
    assert target["RetryPolicy"] == {
        "MaximumRetryAttempts": {"Ref": "Attempts"},
        "MaximumEventAgeInSeconds": {"Ref": "Age"},
    }


def test_a_rule_of_another_bus_stands_on_that_bus(stack):
    bus = events.EventBus(stack, "Bus")
    EventRule(stack, "Rule", target=imported_stream(stack), event_pattern=ORDERS, event_bus=bus)
    assert only(stack, RULE)["EventBusName"] == {"Ref": stack.get_logical_id(bus.node.default_child)}


def test_a_delivery_stream_has_no_partition_key(stack):
    delivery = imported_delivery(stack)
    with pytest.raises(ValueError, match="partition_key_path"):
        EventRule(stack, "A", target=delivery, event_pattern=ORDERS, partition_key_path="$.id")
    with pytest.raises(ValueError, match="partition_key"):
        IotRule(stack, "B", target=delivery, sql="SELECT * FROM 'a'", partition_key="x")


def test_a_delivery_stream_that_reads_a_stream_takes_no_events(stack):
    delivery = DeliveryStream(stack, "D", source=KinesisSource(data_stream(stack)), destination=S3Destination())
    with pytest.raises(InvalidProperties, match="PRD011"):
        EventRule(stack, "Rule", target=delivery, event_pattern=ORDERS)
    with pytest.raises(InvalidProperties, match="PRD011"):
        TopicSubscription(stack, "Subscription", topic=topic(stack), target=delivery)


def test_a_topic_delivers_messages_as_they_were_published(stack):
    delivery, published = delivery_stream(stack), topic(stack)
    subscription = TopicSubscription(stack, "Subscription", topic=published, target=delivery)
    found = only(stack, SUBSCRIPTION)
    assert comparable(found) == comparable(subscription.definition.properties)
    assert (found["Protocol"], found["RawMessageDelivery"]) == ("firehose", True)
    assert found["Endpoint"] == {"Fn::GetAtt": [stack.get_logical_id(delivery.resource), "Arn"]}
    assert found["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": [stack.get_logical_id(subscription.on_failure.node.default_child), "Arn"]}
    }
    assert trust_of(stack, subscription.role)["Principal"] == {"Service": "sns.amazonaws.com"}
    assert_waits_for_its_policy(stack, subscription.resource, subscription.role)


def test_every_argument_of_a_subscription_reaches_its_property(stack):
    TopicSubscription(
        stack,
        "Subscription",
        topic=sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:eu-west-1:111122223333:orders"),
        target=imported_delivery(stack),
        raw=False,
        filter_policy={"carrier": ["UA"]},
        filter_body=True,
        on_failure=sqs.Queue.from_queue_arn(stack, "Queue", QUEUE_ARN),
    )
    found = only(stack, SUBSCRIPTION)
    assert found["TopicArn"] == "arn:aws:sns:eu-west-1:111122223333:orders"
    assert (found["FilterPolicy"], found["FilterPolicyScope"]) == ({"carrier": ["UA"]}, "MessageBody")
    assert found["RawMessageDelivery"] is False
    assert found["RedrivePolicy"] == {"deadLetterTargetArn": QUEUE_ARN}


def test_topics_write_into_delivery_streams_only(stack):
    with pytest.raises(TypeError, match="SNS writes into delivery streams only"):
        TopicSubscription(stack, "Subscription", topic=topic(stack), target=data_stream(stack))


def test_a_device_rule_names_the_stream_and_spreads_its_records(stack):
    stream = data_stream(stack)
    rule = IotRule(stack, "Rule", sql="SELECT * FROM 'sensors/#'", target=stream)
    payload = only(stack, TOPIC_RULE)["TopicRulePayload"]
    (action,) = payload["Actions"]
    assert action["Kinesis"]["StreamName"] == {"Ref": stack.get_logical_id(stream.node.default_child)}
    assert action["Kinesis"]["PartitionKey"] == "${newuuid()}"
    assert payload["ErrorAction"]["Sqs"]["QueueUrl"] == {
        "Ref": stack.get_logical_id(rule.on_failure.node.default_child)
    }
    assert set(allowed(stack, rule.role)) == {
        "kinesis:PutRecord,kinesis:PutRecords",
        "kms:GenerateDataKey",
        "sqs:SendMessage",
    }
    assert trust_of(stack, rule.role)["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert_waits_for_its_policy(stack, rule.resource, rule.role)


def test_a_device_rule_ends_each_record_of_a_delivery_stream_with_a_line_break(stack):
    IotRule(stack, "Rule", sql="SELECT * FROM 'sensors/#'", target=imported_delivery(stack))
    (action,) = only(stack, TOPIC_RULE)["TopicRulePayload"]["Actions"]
    assert action["Firehose"]["DeliveryStreamName"] == "to-lake"
    assert action["Firehose"]["Separator"] == "\n"


def test_every_argument_of_a_device_rule_reaches_its_property(stack):
    queue = sqs.Queue.from_queue_arn(stack, "Queue", QUEUE_ARN)
    IotRule(
        stack,
        "Rule",
        sql="SELECT * FROM 'a'",
        target=imported_stream(stack),
        partition_key="${topic(2)}",
        on_failure=queue,
        rule_name="sensors",
        description="readings of all sensors",
    )
    IotRule(stack, "Batch", sql="SELECT * FROM 'b'", target=imported_delivery(stack), batch_mode=True, on_failure=queue)
    one, batch = (found["Properties"] for found in of_type(stack, TOPIC_RULE))
    assert one["RuleName"] == "sensors"
    assert one["TopicRulePayload"]["Description"] == "readings of all sensors"
    assert one["TopicRulePayload"]["Actions"][0]["Kinesis"]["PartitionKey"] == "${topic(2)}"
    assert one["TopicRulePayload"]["Actions"][0]["Kinesis"]["StreamName"] == STREAM_ARN.rpartition("/")[2]
    assert batch["TopicRulePayload"]["Actions"][0]["Firehose"]["BatchMode"] is True
    assert "Separator" not in batch["TopicRulePayload"]["Actions"][0]["Firehose"]


@pytest.mark.parametrize("arguments", [{"separator": ","}, {"batch_mode": True}])
def test_what_is_for_delivery_streams_is_refused_for_data_streams(stack, arguments):
    with pytest.raises(ValueError, match="for delivery streams"):
        IotRule(stack, "Rule", sql="SELECT * FROM 'a'", target=data_stream(stack), **arguments)


def test_a_separator_and_batch_mode_exclude_each_other(stack):
    with pytest.raises(ValueError, match="no effect in batch mode"):
        IotRule(stack, "Rule", sql="SELECT * FROM 'a'", target=imported_delivery(stack), separator=",", batch_mode=True)


def test_two_of_each_stand_side_by_side_and_nothing_is_found(stack):
    published = topic(stack)
    targets = {"Stream": data_stream(stack), "Delivery": delivery_stream(stack)}
    for name, target in targets.items():
        EventRule(stack, f"Rule{name}", target=target, event_pattern=ORDERS)
        IotRule(stack, f"Device{name}", target=target, sql="SELECT * FROM 'a'")
        TopicSubscription(stack, f"Subscription{name}", topic=published, target=targets["Delivery"])
    assert len([name for name, found in resources(stack).items() if found["Type"] in (RULE, TOPIC_RULE)]) == 4
    assert_clean(stack)


def test_rules_can_be_paused(stack):
    EventRule(stack, "Rule", target=imported_stream(stack), event_pattern=ORDERS, enabled=False)
    IotRule(stack, "Device", target=imported_delivery(stack), sql="SELECT * FROM 'a'", enabled=False)
    assert only(stack, RULE)["State"] == "DISABLED"
    assert only(stack, TOPIC_RULE)["TopicRulePayload"]["RuleDisabled"] is True


def test_rules_that_run_say_nothing_of_it(stack):
    IotRule(stack, "Device", target=imported_delivery(stack), sql="SELECT * FROM 'a'")
    assert "RuleDisabled" not in only(stack, TOPIC_RULE)["TopicRulePayload"]
