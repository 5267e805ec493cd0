from __future__ import annotations

import pytest
from cases import RuleCase

prd011 = RuleCase("PRD011")
WRITING = """
Resources:
  Delivery: {{Type: AWS::KinesisFirehose::DeliveryStream, Properties: {{DeliveryStreamType: {kind}}}}}
  Writer: {{Type: {type}, Properties: {properties}}}
"""
WRITERS = [
    ("AWS::WAFv2::LoggingConfiguration", "{LogDestinationConfigs: [!GetAtt Delivery.Arn]}"),
    ("AWS::ApiGateway::Stage", "{AccessLogSetting: {DestinationArn: !GetAtt Delivery.Arn}}"),
    ("AWS::Logs::SubscriptionFilter", "{DestinationArn: !GetAtt Delivery.Arn}"),
    ("AWS::CloudWatch::MetricStream", "{FirehoseArn: !GetAtt Delivery.Arn}"),
    ("AWS::MSK::Cluster", "{LoggingInfo: {BrokerLogs: {Firehose: {DeliveryStream: !Ref Delivery}}}}"),
    ("AWS::EC2::FlowLog", "{LogDestination: !GetAtt Delivery.Arn}"),
]


@pytest.mark.parametrize(("type", "properties"), WRITERS)
@pytest.mark.parametrize("kind", ["KinesisStreamAsSource", "MSKAsSource"])
def test_a_delivery_stream_with_a_source_takes_no_writer(type: str, properties: str, kind: str) -> None:
    finding = prd011.finds(WRITING.format(kind=kind, type=type, properties=properties))
    assert (finding.resource, finding.given) == ("Writer", kind)


@pytest.mark.parametrize(("type", "properties"), WRITERS)
def test_direct_put_passes(type: str, properties: str) -> None:
    prd011.passes(WRITING.format(kind="DirectPut", type=type, properties=properties))


def test_direct_put_is_the_default() -> None:
    text = WRITING.format(kind="DirectPut", type=WRITERS[0][0], properties=WRITERS[0][1])
    prd011.passes(text.replace("DeliveryStreamType: DirectPut", ""))


def test_a_type_that_is_not_known_is_undecided() -> None:
    text = WRITING.format(kind="!Ref Kind", type=WRITERS[0][0], properties=WRITERS[0][1])
    prd011.undecided("Parameters: {Kind: {Type: String}}" + text)


def test_a_delivery_stream_outside_the_app_does_not_apply() -> None:
    properties = "{LogDestinationConfigs: ['arn:aws:firehose:us-east-1:111122223333:deliverystream/aws-waf-logs-a']}"
    prd011.passes(WRITING.format(kind="KinesisStreamAsSource", type=WRITERS[0][0], properties=properties))
