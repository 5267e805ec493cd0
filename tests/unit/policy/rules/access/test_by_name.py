"""What a template names by its ARN or name, where it could refer to it, is the same resource."""

from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.examples.access import BUCKET, DELIVERY, FUNCTION, MAPPING, SOURCE, role, template

WATCHED = role("Role", service="lambda.amazonaws.com")
NAMED_ROLE = WATCHED + '\n    RoleName: watch\n    Path: "/own/"'
BY_ARN = "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/own/watch'"
NAMED_SOURCE = SOURCE.replace("ShardCount", "Name: orders, ShardCount")
NAMED_FUNCTION = FUNCTION.replace("{Runtime", "{FunctionName: watch, Runtime")
STREAM_ARN = "!Sub 'arn:aws:kinesis:${AWS::Region}:${AWS::AccountId}:stream/orders'"
iam010, iam040 = RuleCase("IAM010"), RuleCase("IAM040")


def test_a_role_by_its_arn_is_the_role_of_the_template() -> None:
    iam010.finds(template(BUCKET, NAMED_ROLE, DELIVERY.replace("!GetAtt Role.Arn", BY_ARN)))
    iam010.passes(template(BUCKET, NAMED_ROLE, FUNCTION.replace("!GetAtt Role.Arn", BY_ARN)))


@pytest.mark.parametrize("name", ['!Sub "${AWS::StackName}-watch"', "!Ref Watching", "!If [East, watch, look]"])
def test_a_name_that_is_put_together_leads_to_the_role(name: str) -> None:
    written = {"!Ref Watching": "watch", "!If [East, watch, look]": "watch"}.get(name, "${AWS::StackName}-watch")
    more = "Parameters: {Watching: {Type: String, Default: watch}}\nConditions: {East: !Equals [1, 1]}\n"
    arn = f"!Sub 'arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{written}'"
    delivery = DELIVERY.replace("!GetAtt Role.Arn", arn)
    iam010.finds(more + template(BUCKET, NAMED_ROLE.replace("RoleName: watch", f"RoleName: {name}"), delivery))


@pytest.mark.parametrize("arn", ["arn:aws:iam::444455556666:role/own/watch", "arn:aws:iam::123456789012:role/other"])
def test_a_role_of_another_account_or_name_is_not(arn: str) -> None:
    iam010.undecided(template(BUCKET, NAMED_ROLE, DELIVERY.replace("!GetAtt Role.Arn", f'"{arn}"')))


def test_two_roles_of_one_name_are_undecided() -> None:
    conditional = NAMED_ROLE.replace("Role:", "Other:", 1)
    iam010.undecided(template(BUCKET, NAMED_ROLE, conditional, DELIVERY.replace("!GetAtt Role.Arn", BY_ARN)))


@pytest.mark.parametrize("function", ["watch", "!Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:watch'"])
def test_a_mapping_that_names_function_and_stream_is_followed(function: str) -> None:
    named = MAPPING.replace("!Ref Watch", function).replace("!GetAtt Source.Arn", STREAM_ARN)
    iam040.finds(template(NAMED_SOURCE, WATCHED, NAMED_FUNCTION, named))
    reading = role(
        "Role", "{Effect: Allow, Action: 'kinesis:*', Resource: " + STREAM_ARN + "}", service="lambda.amazonaws.com"
    )
    iam040.passes(template(NAMED_SOURCE, reading, NAMED_FUNCTION, named))


RULE = """
Rule:
  Type: AWS::Events::Rule
  Properties:
    ScheduleExpression: rate(1 minute)
    Targets:
      - Id: a
        Arn: !Sub "arn:aws:firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/orders"
        RoleArn: arn:aws:iam::444455556666:role/put
"""
READING = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties: {DeliveryStreamName: orders, DeliveryStreamType: TYPE}
"""


def test_a_writer_that_names_a_delivery_stream_is_followed() -> None:
    prd011 = RuleCase("PRD011")
    prd011.finds(template(READING.replace("TYPE", "KinesisStreamAsSource"), NAMED_SOURCE, RULE))
    prd011.passes(template(READING.replace("TYPE", "DirectPut"), NAMED_SOURCE, RULE))


ALARM = """
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties:
    Namespace: AWS/Firehose
    MetricName: KinesisMillisBehindLatest
    Dimensions: [{Name: DeliveryStreamName, Value: orders}]
"""


def test_an_alarm_that_names_a_delivery_stream_is_followed() -> None:
    cwa021 = RuleCase("CWA021")
    cwa021.finds(template(READING.replace("TYPE", "DirectPut"), ALARM))
    cwa021.passes(template(READING.replace("TYPE", "KinesisStreamAsSource"), ALARM))
    cwa021.passes(template(READING.replace("TYPE", "DirectPut"), ALARM.replace("Value: orders", "Value: other")))


def test_the_template_s_own_resource_comes_before_another_s_of_the_same_name() -> None:
    stack = template(BUCKET, NAMED_ROLE, DELIVERY.replace("!GetAtt Role.Arn", BY_ARN))
    other = stack.replace("lambda.amazonaws.com", "firehose.amazonaws.com")
    report = check_sources([Source("one.yaml", stack), Source("two.yaml", other)], schema=False)
    assert [found.file for found in report.findings if found.rule == "IAM010"] == ["one.yaml"]
