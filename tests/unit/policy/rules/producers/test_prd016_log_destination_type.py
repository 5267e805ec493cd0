from __future__ import annotations

from cases import RuleCase

prd016 = RuleCase("PRD016")
CACHE = """
Resources:
  Delivery: {{Type: AWS::KinesisFirehose::DeliveryStream}}
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      LogDeliveryConfigurations:
        - {{DestinationType: {kind}, DestinationDetails: {{KinesisFirehoseDetails: {{DeliveryStream: !Ref Delivery}}}}}}
"""
FIREWALL = """
Resources:
  Logging:
    Type: AWS::NetworkFirewall::LoggingConfiguration
    Properties:
      LoggingConfiguration:
        LogDestinationConfigs: [{{LogDestinationType: KinesisDataFirehose, LogDestination: {{{key}: flows}}}}]
"""
STORAGE = """
Resources:
  Storage:
    Type: AWS::Connect::InstanceStorageConfig
    Properties: {{StorageType: {kind}, KinesisStreamConfig: {{StreamArn: !ImportValue stream}}}}
"""


def test_flow_logs_without_a_type_go_to_log_groups_and_not_to_a_delivery_stream() -> None:
    line = next(line for line in prd016.rule.bad.splitlines() if "LogDestinationType" in line)
    assert prd016.finds(prd016.rule.bad.replace(line + "\n", "")).property == "LogDestinationType"


def test_the_settings_of_a_cache_belong_to_the_declared_type() -> None:
    prd016.finds(CACHE.format(kind="cloudwatch-logs"))
    prd016.passes(CACHE.format(kind="kinesis-firehose"))


def test_the_key_of_a_firewall_destination_is_spelled_as_the_service_does() -> None:
    prd016.finds(FIREWALL.format(key="deliveryStreamName"))
    prd016.passes(FIREWALL.format(key="deliveryStream"))


def test_the_storage_of_connect_has_the_settings_of_its_type() -> None:
    prd016.finds(STORAGE.format(kind="KINESIS_FIREHOSE"))
    prd016.passes(STORAGE.format(kind="KINESIS_STREAM"))


def test_a_type_that_is_not_known_is_not_judged() -> None:
    prd016.passes(prd016.rule.bad.replace("LogDestinationType: s3", "LogDestinationType: !ImportValue kind"))


def test_flow_logs_into_a_bucket_do_not_apply() -> None:
    prd016.passes(prd016.rule.bad.replace("!GetAtt Delivery.Arn", "arn:aws:s3:::flows"))
