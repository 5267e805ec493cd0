"""Topics of Amazon MSK as the source of delivery streams."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import jsii
import pytest
from aws_cdk import IAnyProducer, Lazy
from aws_cdk import aws_logs as logs
from aws_cdk import aws_msk as msk

from constructs_lib.cdk import DeliveryStream, IcebergCatalog, IcebergDestination, IcebergTable, S3Destination
from constructs_lib.cdk.delivery.msk_source import MskConnectivity, MskSource, firehose_cluster_policy
from constructs_lib.cdk.writers import LogSubscription
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import DELIVERY_STREAM, comparable, only
from tests.synth.test_service_log_writers import cluster
from tests.synth.writing import allowed, assert_clean, assert_waits_for_its_policy, of_type

ARN = "arn:aws:kafka:eu-west-1:111122223333:cluster/mycluster/uuid-1"
TOPIC = "kafka-cluster:DescribeTopic,kafka-cluster:DescribeTopicDynamicConfiguration,kafka-cluster:ReadData"


@jsii.implements(IAnyProducer)
class AnyValue:
    def produce(self):
        return {}


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


def provisioned(stack, *, iam: bool = True, multi_vpc: bool = True, public: bool = False) -> msk.CfnCluster:
    kind = msk.CfnCluster
    connectivity = kind.ConnectivityInfoProperty(
        public_access=kind.PublicAccessProperty(type="SERVICE_PROVIDED_EIPS") if public else None,
        vpc_connectivity=kind.VpcConnectivityProperty(
            client_authentication=kind.VpcConnectivityClientAuthenticationProperty(
                sasl=kind.VpcConnectivitySaslProperty(iam=kind.VpcConnectivityIamProperty(enabled=multi_vpc))
            )
        ),
    )
    return kind(
        stack,
        "Provisioned",
        cluster_name="events",
        kafka_version="3.6.0",
        number_of_broker_nodes=2,
        broker_node_group_info=kind.BrokerNodeGroupInfoProperty(
            client_subnets=["subnet-1", "subnet-2"], instance_type="kafka.m5.large", connectivity_info=connectivity
        ),
        client_authentication=kind.ClientAuthenticationProperty(
            sasl=kind.SaslProperty(iam=kind.IamProperty(enabled=iam))
        ),
    )


def warnings(found: DeliveryStream) -> set[str]:
    texts = [str(entry.data) for entry in found.node.metadata if entry.type == "aws:cdk:warning"]
    return {text.partition("[ack: kinesis-constructs:")[2].rstrip("]") for text in texts}


@pytest.mark.parametrize(
    ("given", "connectivity", "expected"),
    [
        ({}, MskConnectivity.PRIVATE, set()),
        ({"public": True}, MskConnectivity.PUBLIC, set()),
        ({"iam": False}, MskConnectivity.PRIVATE, {"msk-iam"}),
        ({"multi_vpc": False}, MskConnectivity.PRIVATE, {"msk-multi-vpc"}),
        ({"multi_vpc": False, "public": True}, MskConnectivity.PUBLIC, set()),
        ({}, MskConnectivity.PUBLIC, {"msk-public"}),
    ],
    ids=str,
)
def test_what_a_cluster_lacks_is_a_warning(stack, given, connectivity, expected):
    source = MskSource(cluster=provisioned(stack, **given), topic="orders", connectivity=connectivity)
    assert warnings(delivery(stack, source)) == expected


def test_a_cluster_without_any_connectivity_is_warned_of_too(stack):
    assert warnings(delivery(stack, MskSource(cluster=cluster(stack), topic="orders"))) == {"msk-iam", "msk-multi-vpc"}


def test_what_is_known_at_deployment_only_is_no_warning(stack):
    found = provisioned(stack)
    found.client_authentication = Lazy.any(AnyValue())
    found.broker_node_group_info = Lazy.any(AnyValue())
    assert warnings(delivery(stack, MskSource(cluster=found, topic="orders"))) == set()


def test_clusters_that_are_not_seen_are_not_warned_of(stack):
    assert warnings(delivery(stack, MskSource(cluster=ARN, topic="orders"))) == set()
    assert warnings(delivery(stack, MskSource(cluster=serverless(stack), topic="orders"), "Other")) == set()


def test_a_serverless_cluster_does_not_deliver_to_iceberg(stack):
    source = MskSource(cluster=serverless(stack), topic="orders")
    table = IcebergTable(database="air", table="flights")
    destination = IcebergDestination(catalog=IcebergCatalog.s3_tables("lake"), tables=(table,))
    with pytest.raises(ValueError, match="does not deliver to Iceberg"):
        DeliveryStream(stack, "Delivery", source=source, destination=destination)
    assert stack.node.try_find_child("Delivery") is None
