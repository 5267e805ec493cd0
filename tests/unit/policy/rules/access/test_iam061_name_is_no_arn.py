from __future__ import annotations

from cases import RuleCase

iam061 = RuleCase("IAM061")
LOGGED = """
Resources:
  Logs: {{Type: AWS::Logs::LogGroup}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        CloudWatchLoggingOptions: {{Enabled: true, LogGroupName: {name}, LogStreamName: a}}
"""


def test_the_arn_of_a_log_group_is_no_name() -> None:
    for name in ("!GetAtt Logs.Arn", "arn:aws:logs:us-east-1:111122223333:log-group:a"):
        assert iam061.finds(LOGGED.format(name=name)).property.endswith("LogGroupName")


def test_names_pass() -> None:
    for name in ("!Ref Logs", "/aws/kinesisfirehose/a", "!ImportValue logs"):
        iam061.passes(LOGGED.format(name=name))


def test_the_arn_of_a_delivery_stream_is_no_name_for_a_firewall() -> None:
    text = """
Resources:
  Delivery: {Type: AWS::KinesisFirehose::DeliveryStream}
  Logging:
    Type: AWS::NetworkFirewall::LoggingConfiguration
    Properties:
      LoggingConfiguration:
        LogDestinationConfigs:
          - {LogType: FLOW, LogDestination: {deliveryStream: !GetAtt Delivery.Arn}}
"""
    iam061.finds(text)
    iam061.passes(text.replace("!GetAtt Delivery.Arn", "!Ref Delivery"))


def test_other_destinations_do_not_apply() -> None:
    iam061.passes("Resources: {A: {Type: AWS::MSK::Cluster, Properties: {LoggingInfo: {BrokerLogs: {S3: {}}}}}}")
