"""Topics of Amazon MSK as the source of delivery streams."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from aws_cdk import aws_logs as logs
from aws_cdk import aws_msk as msk

from constructs_lib.cdk import DeliveryStream, S3Destination
from constructs_lib.cdk.delivery.sources import MskConnectivity, MskSource, firehose_cluster_policy
from constructs_lib.cdk.writers import LogSubscription
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import DELIVERY_STREAM, comparable, only
from tests.synth.test_service_log_writers import cluster
from tests.synth.writing import allowed, assert_clean, assert_waits_for_its_policy, of_type

ARN = "arn:aws:kafka:eu-west-1:111122223333:cluster/mycluster/uuid-1"
TOPIC = "kafka-cluster:DescribeTopic,kafka-cluster:DescribeTopicDynamicConfiguration,kafka-cluster:ReadData"


def delivery(stack, source: MskSource, id: str = "Delivery") -> DeliveryStream:
    return DeliveryStream(stack, id, source=source, destination=S3Destination())


def serverless(stack) -> msk.CfnServerlessCluster:
    return msk.CfnServerlessCluster(
        stack,
        "Serverless",
        cluster_name="events",
        client_authentication=msk.CfnServerlessCluster.ClientAuthenticationProperty(
            sasl=msk.CfnServerlessCluster.SaslProperty(iam=msk.CfnServerlessCluster.IamProperty(enabled=True))
        ),
        vpc_configs=[msk.CfnServerlessCluster.VpcConfigProperty(subnet_ids=["subnet-1", "subnet-2"])],
    )


def test_a_topic_is_read_from_private_brokers_with_what_that_takes(stack):
    found = delivery(stack, MskSource(cluster=ARN, topic="orders"))
    properties = only(stack, DELIVERY_STREAM)
    assert comparable(properties) == comparable(found.definition.properties)
    assert properties["DeliveryStreamType"] == "MSKAsSource"
    assert "DeliveryStreamEncryptionConfigurationInput" not in properties
    assert comparable(properties["MSKSourceConfiguration"]) == {
        "MSKClusterARN": ARN,
        "TopicName": "orders",
        "AuthenticationConfiguration": {"Connectivity": "PRIVATE", "RoleARN": "known at deployment"},
    }
    permitted = allowed(stack, found.role)
    assert permitted[TOPIC] == "arn:aws:kafka:eu-west-1:111122223333:topic/mycluster/uuid-1/orders"
    assert permitted["kafka-cluster:DescribeGroup"] == "arn:aws:kafka:eu-west-1:111122223333:group/mycluster/uuid-1/*"
    assert (
        permitted["kafka:GetBootstrapBrokers,kafka:DescribeCluster,kafka:DescribeClusterV2,kafka-cluster:Connect"]
        == ARN
    )
    assert_waits_for_its_policy(stack, found.resource, found.role)


def test_clusters_of_either_kind_are_named_by_their_arn(stack):
    provisioned, other = cluster(stack), serverless(stack)
    delivery(stack, MskSource(cluster=provisioned, topic="orders"), "One")
    delivery(stack, MskSource(cluster=other, topic="orders"), "Two")
    arns = [found["Properties"]["MSKSourceConfiguration"]["MSKClusterARN"] for found in of_type(stack, DELIVERY_STREAM)]
    assert [stack.resolve(arn) for arn in arns] == [
        stack.resolve(provisioned.cluster_ref.cluster_arn),
        stack.resolve(other.serverless_cluster_ref.serverless_cluster_arn),
    ]


def test_the_topic_of_a_cluster_that_is_not_made_yet_is_found_in_its_arn(stack):
    made = cluster(stack)
    found = delivery(stack, MskSource(cluster=made, topic="orders"))
    halves = {"Fn::Split": [":cluster/", stack.resolve(made.cluster_ref.cluster_arn)]}
    assert allowed(stack, found.role)[TOPIC] == {
        "Fn::Join": ["", [{"Fn::Select": [0, halves]}, ":topic/", {"Fn::Select": [1, halves]}, "/orders"]]
    }


def test_reading_begins_at_a_moment_in_utc(stack):
    zone = timezone(timedelta(hours=2))
    source = MskSource(
        cluster=ARN,
        topic="orders",
        connectivity=MskConnectivity.PUBLIC,
        read_from=datetime(2026, 11, 21, 2, 30, tzinfo=zone),
    )
    delivery(stack, source)
    configuration = only(stack, DELIVERY_STREAM)["MSKSourceConfiguration"]
    assert configuration["ReadFromTimestamp"] == "2026-11-21T00:30:00.000Z"
    assert configuration["AuthenticationConfiguration"]["Connectivity"] == "PUBLIC"


def test_a_moment_without_a_zone_is_refused(stack):
    moment = datetime(2026, 11, 21, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        delivery(stack, MskSource(cluster=ARN, topic="orders", read_from=moment))


def test_a_serverless_cluster_has_no_public_brokers(stack):
    source = MskSource(cluster=serverless(stack), topic="orders", connectivity=MskConnectivity.PUBLIC)
    with pytest.raises(ValueError, match="no public brokers"):
        delivery(stack, source)


def test_a_topic_that_kafka_does_not_know_is_refused(stack):
    with pytest.raises(InvalidProperties, match="TopicName"):
        delivery(stack, MskSource(cluster=ARN, topic="all orders"))


def test_a_cluster_lets_firehose_connect(stack):
    firehose_cluster_policy(stack, "Policy", cluster=ARN)
    found = only(stack, "AWS::MSK::ClusterPolicy")
    assert found["ClusterArn"] == ARN
    assert found["Policy"]["Statement"] == [
        {
            "Action": "kafka:CreateVpcConnection",
            "Effect": "Allow",
            "Principal": {"Service": "firehose.amazonaws.com"},
            "Resource": ARN,
        }
    ]


def test_nothing_writes_into_a_delivery_stream_that_reads_a_topic(stack):
    target = delivery(stack, MskSource(cluster=ARN, topic="orders"))
    with pytest.raises(InvalidProperties, match="PRD011"):
        LogSubscription(stack, "Sub", log_group=logs.LogGroup(stack, "Group"), target=target)


def test_nothing_is_found_whether_the_cluster_is_known_or_not(stack):
    made = serverless(stack)
    for name, topic_of in (("One", made), ("Two", ARN.replace("111122223333", stack.account))):
        delivery(stack, MskSource(cluster=topic_of, topic="orders"), name)
    assert_clean(stack)
