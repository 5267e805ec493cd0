from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.producers import (
    DIRECT,
    DMS,
    EVENTS,
    FILTER,
    PUT,
    PUT_DELIVERY,
    REPLICATE,
    REPLICATED,
    RULE,
    STREAM,
    role,
    template,
)

iam050 = RuleCase("IAM050")
WRITES = [
    "Writer: {Type: AWS::Pipes::Pipe, Properties: {Target: !GetAtt Delivery.Arn, RoleArn: !GetAtt Role.Arn}}",
    (
        "Writer: {Type: AWS::Scheduler::Schedule,"
        " Properties: {Target: {Arn: !GetAtt Delivery.Arn, RoleArn: !GetAtt Role.Arn}}}"
    ),
    (
        "Writer: {Type: AWS::CloudWatch::MetricStream,"
        " Properties: {FirehoseArn: !GetAtt Delivery.Arn, RoleArn: !GetAtt Role.Arn}}"
    ),
    (
        "Writer: {Type: AWS::SNS::Subscription,"
        " Properties: {Protocol: firehose, Endpoint: !GetAtt Delivery.Arn, SubscriptionRoleArn: !GetAtt Role.Arn}}"
    ),
    (
        "Writer: {Type: AWS::IoT::TopicRule, Properties: {TopicRulePayload: {Actions:"
        " [{Firehose: {DeliveryStreamName: !Ref Delivery, RoleArn: !GetAtt Role.Arn}}]}}}"
    ),
]


@pytest.mark.parametrize("writer", WRITES)
def test_every_writer_needs_to_put(writer: str) -> None:
    assert iam050.finds(template(DIRECT, role("Role"), writer)).severity.value == "warning"
    iam050.passes(template(DIRECT, role("Role", PUT_DELIVERY), writer))


def test_either_action_is_enough() -> None:
    for action in ("kinesis:PutRecord", "kinesis:PutRecords", "kinesis:Put*"):
        statement = f"{{Effect: Allow, Action: '{action}', Resource: !GetAtt Orders.Arn}}"
        iam050.passes(template(STREAM, role("Role", statement, service=EVENTS), RULE))


def test_a_grant_on_another_stream_is_found() -> None:
    other = "Other: {Type: AWS::Kinesis::Stream}"
    iam050.finds(template(STREAM, other, role("Role", PUT.replace("Orders", "Other"), service=EVENTS), RULE))


def test_log_subscriptions_are_refused_at_once() -> None:
    assert iam050.finds(template(STREAM, role("Role"), FILTER)).severity.value == "error"


def test_an_imported_role_is_undecided() -> None:
    iam050.undecided(template(STREAM, RULE.replace("!GetAtt Role.Arn", "!ImportValue role")))


def test_other_targets_do_not_apply() -> None:
    iam050.passes(template(role("Role"), RULE.replace("!GetAtt Orders.Arn", "arn:aws:sqs:us-east-1:111122223333:a")))


def test_a_metric_stream_needs_both_ways_to_put_records() -> None:
    metrics = """
    Metrics:
      Type: AWS::CloudWatch::MetricStream
      Properties: {FirehoseArn: !GetAtt Delivery.Arn, RoleArn: !GetAtt Role.Arn}
    """
    one = "{Effect: Allow, Action: 'firehose:PutRecord', Resource: !GetAtt Delivery.Arn}"
    service = "streams.metrics.cloudwatch.amazonaws.com"
    assert (
        "firehose:PutRecordBatch" in iam050.finds(template(DIRECT, role("Role", one, service=service), metrics)).message
    )


def test_the_error_action_of_a_topic_rule_is_an_action_too() -> None:
    rule = """
    Rule:
      Type: AWS::IoT::TopicRule
      Properties:
        TopicRulePayload: {ErrorAction: {Kinesis: {StreamName: !Ref Orders, RoleArn: !GetAtt Role.Arn}}}
    """
    many = "{Effect: Allow, Action: 'kinesis:PutRecords', Resource: !GetAtt Orders.Arn}"
    iam050.finds(template(STREAM, role("Role", many, service="iot.amazonaws.com"), rule))
    iam050.passes(template(STREAM, role("Role", PUT, service="iot.amazonaws.com"), rule))


def test_database_migrations_describe_the_stream_too() -> None:
    found = iam050.finds(template(STREAM, role("Role", PUT, service=DMS), REPLICATED))
    assert found.allowed == "kinesis:DescribeStream"
    iam050.passes(template(STREAM, role("Role", REPLICATE, service=DMS), REPLICATED))
