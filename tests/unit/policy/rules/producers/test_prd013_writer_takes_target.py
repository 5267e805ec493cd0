from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.producers import DIRECT, REPLICATED, RULE, STREAM, template

prd013 = RuleCase("PRD013")
TOPIC = """
Subscription:
  Type: AWS::SNS::Subscription
  Properties: {Protocol: firehose, Endpoint: !GetAtt Orders.Arn}
"""
REALTIME = """
Logs:
  Type: AWS::CloudFront::RealtimeLogConfig
  Properties:
    EndPoints: [{StreamType: Kinesis, KinesisStreamConfig: {StreamArn: !GetAtt Delivery.Arn, RoleArn: a}}]
"""


def test_topics_and_metric_streams_write_into_delivery_streams_only() -> None:
    assert prd013.finds(template(STREAM, TOPIC)).property == "Endpoint"
    assert prd013.finds(prd013.rule.bad).property == "FirehoseArn"


def test_real_time_logs_go_into_data_streams_only() -> None:
    prd013.finds(template(DIRECT, REALTIME))


def test_database_migrations_write_into_data_streams_only() -> None:
    prd013.finds(template(DIRECT, REPLICATED.replace("Orders", "Delivery")))
    prd013.passes(template(STREAM, REPLICATED))


def test_rules_write_into_both() -> None:
    prd013.passes(template(STREAM, RULE))
    prd013.passes(template(DIRECT, RULE.replace("Orders", "Delivery")))


def test_targets_that_are_not_known_or_no_streams_do_not_apply() -> None:
    prd013.passes(template(TOPIC.replace("!GetAtt Orders.Arn", "!ImportValue endpoint")))
    prd013.passes(template(TOPIC.replace("!GetAtt Orders.Arn", "arn:aws:sqs:us-east-1:111122223333:a")))


def test_logs_that_a_service_puts_with_a_role_of_its_own_go_into_delivery_streams() -> None:
    queries = "Queries: {Type: AWS::Route53Resolver::ResolverQueryLoggingConfig, Properties: {DestinationArn: %s}}"
    prd013.finds(template(STREAM, queries % "!GetAtt Orders.Arn"))
    prd013.passes(template(DIRECT, queries % "!GetAtt Delivery.Arn"))
    prd013.passes(template(queries % "arn:aws:logs:us-east-1:111122223333:log-group:a"))
