"""Pieces that the examples of several rules share."""

from __future__ import annotations

from constructs_lib.policy.examples.access import role, template

EVENTS = "events.amazonaws.com"
STREAM = "Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}"
DIRECT = "Delivery: {Type: AWS::KinesisFirehose::DeliveryStream, Properties: {DeliveryStreamType: DirectPut}}"
PUT = "{Effect: Allow, Action: ['kinesis:PutRecord', 'kinesis:PutRecords'], Resource: !GetAtt Orders.Arn}"
PUT_DELIVERY = (
    "{Effect: Allow, Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: !GetAtt Delivery.Arn}"
)
RULE = """
Rule:
  Type: AWS::Events::Rule
  Properties:
    EventPattern: {source: [shop]}
    Targets: [{Id: orders, Arn: !GetAtt Orders.Arn, RoleArn: !GetAtt Role.Arn}]
"""
FILTER = """
Filter:
  Type: AWS::Logs::SubscriptionFilter
  Properties:
    LogGroupName: shop
    FilterPattern: ""
    DestinationArn: !GetAtt Orders.Arn
    RoleArn: !GetAtt Role.Arn
"""
REPLICATED = """
Changes:
  Type: AWS::DMS::Endpoint
  Properties:
    EndpointType: target
    EngineName: kinesis
    KinesisSettings: {StreamArn: !GetAtt Orders.Arn, ServiceAccessRoleArn: !GetAtt Role.Arn}
"""
DMS = "dms.amazonaws.com"
REPLICATE = (
    "{Effect: Allow, Action: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'], "
    "Resource: !GetAtt Orders.Arn}"
)

__all__ = [
    "DIRECT", "DMS", "EVENTS", "FILTER", "PUT", "PUT_DELIVERY", "REPLICATE", "REPLICATED", "RULE", "STREAM", "role",
    "template",
]  # fmt: skip
