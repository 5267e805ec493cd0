"""Logs of DNS, firewalls, brokers and caches, events of mail and buckets, written into streams and delivery streams."""

from __future__ import annotations

import pytest
from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_msk as msk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses

from constructs_lib.cdk import DeliveryStream, KinesisSource, S3Destination
from constructs_lib.cdk.acknowledge import acknowledge
from constructs_lib.cdk.writers import (
    BucketEvents,
    CacheLog,
    FirewallLogs,
    ResolverQueryLogs,
    SesEvents,
    write_broker_logs,
    write_cache_logs,
)
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import only
from tests.synth.writing import (
    ACCOUNT,
    DELIVERY_ARN,
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

FIREWALL_ARN = "arn:aws:network-firewall:eu-west-1:111122223333:firewall/edge"
FIREWALL = "AWS::NetworkFirewall::LoggingConfiguration"
RESOLVER = "AWS::Route53Resolver::ResolverQueryLoggingConfig"
SES = "AWS::SES::ConfigurationSetEventDestination"
RULE = "AWS::Events::Rule"


def cluster(stack) -> msk.CfnCluster:
    return msk.CfnCluster(
        stack,
        "Cluster",
        cluster_name="events",
        kafka_version="3.6.0",
        number_of_broker_nodes=2,
        broker_node_group_info=msk.CfnCluster.BrokerNodeGroupInfoProperty(
            client_subnets=["subnet-1", "subnet-2"], instance_type="kafka.m5.large"
        ),
    )


def replication_group(stack, id: str = "Group") -> elasticache.CfnReplicationGroup:
    return elasticache.CfnReplicationGroup(stack, id, replication_group_description="sessions")


def name_of(stack, delivery: DeliveryStream) -> dict[str, str]:
    return {"Ref": stack.get_logical_id(delivery.resource)}


def reader(stack) -> DeliveryStream:
    return DeliveryStream(stack, "Reader", source=KinesisSource(data_stream(stack)), destination=S3Destination())


def test_all_events_of_mail_are_written_with_a_role_of_this_account(stack):
    delivery = delivery_stream(stack)
    mail = SesEvents(stack, "Mail", configuration_set=ses.ConfigurationSet(stack, "Set"), target=delivery)
    destination = only(stack, SES)["EventDestination"]
    assert len(destination["MatchingEventTypes"]) == 10
    assert destination["Enabled"] is True
    assert destination["KinesisFirehoseDestination"]["DeliveryStreamARN"] == {
        "Fn::GetAtt": [stack.get_logical_id(delivery.resource), "Arn"]
    }
    assert trust_of(stack, mail.role)["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert set(allowed(stack, mail.role)) == {"firehose:PutRecord,firehose:PutRecordBatch", "kms:GenerateDataKey"}
    assert_waits_for_its_policy(stack, mail.resource, mail.role)


def test_every_argument_of_mail_events_reaches_its_property(stack):
    SesEvents(
        stack,
        "Mail",
        configuration_set=ses.ConfigurationSet.from_configuration_set_name(stack, "Set", "outbound"),
        target=imported_delivery(stack),
        events=[ses.EmailSendingEvent.RENDERING_FAILURE],
        destination_name="failures",
    )
    found = only(stack, SES)
    assert found["ConfigurationSetName"] == "outbound"
    assert found["EventDestination"]["MatchingEventTypes"] == ["renderingFailure"]
    assert found["EventDestination"]["Name"] == "failures"


def test_queries_of_several_vpcs_are_written(stack):
    vpcs = [ec2.Vpc.from_vpc_attributes(stack, name, vpc_id=f"vpc-{name}", availability_zones=["a"]) for name in "ab"]
    ResolverQueryLogs(stack, "Dns", vpcs=vpcs, target=imported_delivery(stack), config_name="dns")
    assert only(stack, RESOLVER) == {"DestinationArn": DELIVERY_ARN, "Name": "dns"}
    associations = of_type(stack, "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation")
    assert [found["Properties"]["ResourceId"] for found in associations] == ["vpc-a", "vpc-b"]


def test_a_firewall_names_the_delivery_stream_of_each_kind_of_log(stack):
    alerts, flows = delivery_stream(stack, "Alerts"), imported_delivery(stack)
    FirewallLogs(stack, "Log", firewall_arn=FIREWALL_ARN, alerts=alerts, flows=flows)
    assert only(stack, FIREWALL)["LoggingConfiguration"]["LogDestinationConfigs"] == [
        {
            "LogType": kind,
            "LogDestinationType": "KinesisDataFirehose",
            "LogDestination": {"deliveryStream": name},
        }
        for kind, name in (("ALERT", name_of(stack, alerts)), ("FLOW", "to-lake"))
    ]


def test_a_firewall_writes_two_logs_into_one_delivery_stream(stack):
    delivery = delivery_stream(stack)
    FirewallLogs(stack, "Log", firewall_arn=FIREWALL_ARN, alerts=delivery, tls=delivery)
    assert len(only(stack, FIREWALL)["LoggingConfiguration"]["LogDestinationConfigs"]) == 2


def test_a_firewall_needs_something_to_write_into(stack):
    with pytest.raises(ValueError, match="at least one of alerts, flows and tls"):
        FirewallLogs(stack, "Log", firewall_arn=FIREWALL_ARN)


def test_brokers_name_the_delivery_stream(stack):
    delivery = delivery_stream(stack)
    write_broker_logs(cluster(stack), target=delivery)
    assert only(stack, "AWS::MSK::Cluster")["LoggingInfo"] == {
        "BrokerLogs": {"Firehose": {"Enabled": True, "DeliveryStream": name_of(stack, delivery)}}
    }


def test_both_logs_of_a_cache_are_written_as_json(stack):
    delivery, group = delivery_stream(stack), replication_group(stack)
    write_cache_logs(group, target=delivery)
    write_cache_logs(group, target=imported_delivery(stack), log=CacheLog.ENGINE)
    slow, engine = only(stack, "AWS::ElastiCache::ReplicationGroup")["LogDeliveryConfigurations"]
    assert slow == {
        "DestinationType": "kinesis-firehose",
        "DestinationDetails": {"KinesisFirehoseDetails": {"DeliveryStream": name_of(stack, delivery)}},
        "LogFormat": "json",
        "LogType": "slow-log",
    }
    assert engine["LogType"] == "engine-log"


def test_a_cluster_of_one_node_writes_its_log_too(stack):
    cache = elasticache.CfnCacheCluster(
        stack, "Cache", cache_node_type="cache.t4g.micro", engine="redis", num_cache_nodes=1
    )
    write_cache_logs(cache, target=imported_delivery(stack))
    (log,) = only(stack, "AWS::ElastiCache::CacheCluster")["LogDeliveryConfigurations"]
    assert log["DestinationDetails"] == {"KinesisFirehoseDetails": {"DeliveryStream": "to-lake"}}


@pytest.mark.parametrize(
    "write",
    [
        lambda stack, target: ResolverQueryLogs(stack, "Writer", vpcs=[], target=target),
        lambda stack, target: FirewallLogs(stack, "Writer", firewall_arn=FIREWALL_ARN, alerts=target),
        lambda stack, target: write_broker_logs(cluster(stack), target=target),
        lambda stack, target: write_cache_logs(replication_group(stack), target=target),
        lambda stack, target: SesEvents(
            stack, "Writer", configuration_set=ses.ConfigurationSet(stack, "Set"), target=target
        ),
    ],
    ids=["resolver", "firewall", "brokers", "cache", "mail"],
)
def test_only_delivery_streams_that_take_direct_puts_will_do(app, stack, write):
    with pytest.raises(InvalidProperties, match="PRD011"):
        write(stack, reader(stack))
    with pytest.raises(TypeError, match="delivery streams only"):
        write(Stack(app, "Other"), imported_stream(stack))


def test_new_objects_of_a_bucket_become_records(stack):
    bucket = s3.Bucket(stack, "Bucket")
    BucketEvents(stack, "Uploads", bucket=bucket, target=data_stream(stack), partition_key_path="$.detail.object.key")
    assert only(stack, RULE)["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [{"Ref": stack.get_logical_id(bucket.node.default_child)}]}},
    }
    assert only(stack, "Custom::S3BucketNotifications")["NotificationConfiguration"] == {"EventBridgeConfiguration": {}}


def test_some_events_of_an_imported_bucket_become_records(stack):
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "uploads")
    BucketEvents(
        stack,
        "Uploads",
        bucket=bucket,
        target=imported_delivery(stack),
        event_types=["Object Deleted"],
        prefix="raw/",
    )
    assert only(stack, RULE)["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Deleted"],
        "detail": {"bucket": {"name": ["uploads"]}, "object": {"key": [{"prefix": "raw/"}]}},
    }


def test_two_of_each_stand_side_by_side_and_nothing_is_found(stack):
    delivery = delivery_stream(stack)
    mail = ses.ConfigurationSet(stack, "Set")
    group = replication_group(stack)
    acknowledge(group, "it is here for its log", "AwsSolutions-AEC3", "AwsSolutions-AEC4", "AwsSolutions-AEC5")
    acknowledge(group, "it is here for its log", "AwsSolutions-AEC6", "AwsSolutions-AEC1", "AwsSolutions-AEC2")
    write_cache_logs(group, target=delivery)
    for name in ("One", "Two"):
        SesEvents(stack, f"Mail{name}", configuration_set=mail, target=delivery)
        ResolverQueryLogs(stack, f"Dns{name}", vpcs=[], target=delivery)
    assert len(of_type(stack, SES)) == 2
    assert_clean(stack)
