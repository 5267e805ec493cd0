from __future__ import annotations

import pytest
from cases import RuleCase

prd010 = RuleCase("PRD010")
GATEWAY = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties: {{DeliveryStreamName: {name}}}
  Stage:
    Type: {type}
    Properties: {{{property}: {{DestinationArn: !GetAtt Delivery.Arn}}}}
"""


def test_the_finding_lies_on_the_destination() -> None:
    assert prd010.finds(prd010.rule.bad).property == "LogDestinationConfigs.0"


@pytest.mark.parametrize(
    ("type", "property"),
    [("AWS::ApiGateway::Stage", "AccessLogSetting"), ("AWS::ApiGatewayV2::Stage", "AccessLogSettings")],
)
def test_api_gateway_demands_a_name_of_its_own(type: str, property: str) -> None:
    prd010.finds(GATEWAY.format(type=type, property=property, name="aws-waf-logs-a"))
    prd010.passes(GATEWAY.format(type=type, property=property, name="amazon-apigateway-a"))


def test_a_literal_arn_is_read() -> None:
    arn = "arn:aws:firehose:us-east-1:111122223333:deliverystream/{}"
    for name, check in (("aws-waf-logs-a", prd010.passes), ("a", prd010.finds)):
        check(prd010.rule.bad.replace("!GetAtt Delivery.Arn", f"'{arn.format(name)}'"))


def test_a_known_beginning_decides() -> None:
    head = "Parameters: {Stage: {Type: String}}"
    prd010.passes(head + prd010.rule.bad.replace("waf-traffic", "!Sub 'aws-waf-logs-${Stage}'"))


def test_an_unnamed_delivery_stream_is_a_warning() -> None:
    text = prd010.rule.bad.replace("DeliveryStreamName: waf-traffic", "DeliveryStreamType: DirectPut")
    assert prd010.finds(text).severity.value == "warning"


def test_a_name_that_is_not_known_is_undecided() -> None:
    prd010.undecided(prd010.rule.bad.replace("!GetAtt Delivery.Arn", "!ImportValue delivery"))


def test_other_destinations_do_not_apply() -> None:
    prd010.passes(prd010.rule.bad.replace("!GetAtt Delivery.Arn", "'arn:aws:s3:::logs'"))
    prd010.passes(prd010.rule.bad.replace("AWS::KinesisFirehose::DeliveryStream", "AWS::Logs::LogGroup"))
