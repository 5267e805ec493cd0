"""A topic of Amazon MSK as the source of a delivery stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from aws_cdk import Fn, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_msk as msk
from aws_cdk.interfaces import aws_msk as msk_interfaces
from constructs import Construct

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.sources import BoundSource, Source
from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.cdk.tokens import is_token

if TYPE_CHECKING:
    from typing_extensions import TypeIs

ENCRYPTED_BY_THE_CLUSTER = (
    "records of a topic are encrypted by its cluster; Firehose takes server-side encryption for direct puts only"
)
GROUPS_ARE_FIREHOSES = "Firehose chooses the name of its consumer group; the wildcard follows the ARN of the cluster"
CONNECTIVITY = "broker_node_group_info.connectivity_info"
PUBLIC_BROKERS = (f"{CONNECTIVITY}.public_access.type", "SERVICE_PROVIDED_EIPS")
MULTI_VPC = (f"{CONNECTIVITY}.vpc_connectivity.client_authentication.sasl.iam.enabled", True)
NO_MULTI_VPC = (
    "the cluster has no multi-VPC connectivity with IAM, through which Firehose reaches private brokers: turn it on "
    "once the cluster is there, because MSK does not take it at creation"
)
ICEBERG = "IcebergDestinationConfiguration"
NO_ICEBERG = (
    "a serverless cluster does not deliver to Iceberg tables: deliver to S3, or read a provisioned cluster "
    "(limit firehose-msk-serverless-no-iceberg)"
)


class MskConnectivity(Enum):
    """Which bootstrap brokers Firehose connects to.

    Source: limits, `firehose-msk-connectivity`.
    """

    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


CLUSTER = ":cluster/"
DEFAULT_CONNECTIVITY = MskConnectivity.PRIVATE
Cluster = msk_interfaces.IClusterRef | msk_interfaces.IServerlessClusterRef | str


@dataclass(frozen=True, kw_only=True)
class MskSource(Source):
    """Read a topic of Amazon MSK, with IAM as the cluster's access control.

    Firehose reaches private brokers through a connection that the cluster's own policy has to allow: see
    `firehose_cluster_policy`. A provisioned cluster also needs multi-VPC connectivity with IAM turned on.

    Attributes:
        cluster: provisioned or serverless, or the ARN of one that another app defines.
        topic: its name.
        connectivity: private brokers unless given; a serverless cluster has no others.
        read_from: the first record to read, by its time; what arrives after the delivery stream was made unless given.
    """

    cluster: Cluster
    topic: str
    connectivity: MskConnectivity = DEFAULT_CONNECTIVITY
    read_from: datetime | None = None

    def bind(self, role: ServiceRole) -> BoundSource:
        """Allow the role to find the brokers and to read the topic.

        Raises:
            ValueError: a serverless cluster has no public brokers, or the time has no zone.
        """
        if is_serverless(self.cluster) and self.connectivity is MskConnectivity.PUBLIC:
            raise ValueError("a serverless cluster has no public brokers: leave connectivity out")
        arn = cluster_arn(self.cluster)
        self._allow(role, arn)
        configuration = present(
            {
                "MSKClusterARN": arn,
                "TopicName": self.topic,
                "AuthenticationConfiguration": {
                    "Connectivity": self.connectivity.value,
                    "RoleARN": role.role_arn,
                },
                "ReadFromTimestamp": None if self.read_from is None else timestamp(self.read_from),
            }
        )
        return BoundSource(
            properties={"DeliveryStreamType": "MSKAsSource", "MSKSourceConfiguration": configuration},
            acknowledged={"AwsSolutions-KDF1": ENCRYPTED_BY_THE_CLUSTER},
            remarks=dict(self._remarks()),
            excluded={ICEBERG: NO_ICEBERG} if is_serverless(self.cluster) else {},
        )

    def _remarks(self) -> Iterator[tuple[str, str]]:
        """Say what a provisioned cluster of this app lacks, as far as that is known now.

        Source: Firehose Developer Guide, "Configure source settings for Amazon MSK"; MSK Developer Guide, "Multi-VPC
        private connectivity".
        """
        if not isinstance(self.cluster, msk.CfnCluster):
            return
        if lacks(self.cluster, "client_authentication.sasl.iam.enabled", True):
            yield "kinesis-constructs:msk-iam", "the cluster has no IAM access control, the only one that Firehose uses"
        if self.connectivity is MskConnectivity.PUBLIC and lacks(self.cluster, *PUBLIC_BROKERS):
            yield "kinesis-constructs:msk-public", "the cluster has no public brokers: read private ones, or open it"
        if self.connectivity is MskConnectivity.PRIVATE and lacks(self.cluster, *MULTI_VPC):
            yield "kinesis-constructs:msk-multi-vpc", NO_MULTI_VPC

    def _allow(self, role: ServiceRole, arn: str) -> None:
        """Allow what Firehose calls.

        Source: Firehose Developer Guide, "Controlling access", Amazon MSK as source (read 2026-11-21).
        """
        groups = self._groups(role, arn)
        permitted = {
            arn: (
                "kafka:GetBootstrapBrokers",
                "kafka:DescribeCluster",
                "kafka:DescribeClusterV2",
                "kafka-cluster:Connect",
            ),
            _inside(arn, "topic", self.topic): (
                "kafka-cluster:DescribeTopic",
                "kafka-cluster:DescribeTopicDynamicConfiguration",
                "kafka-cluster:ReadData",
            ),
            groups: ("kafka-cluster:DescribeGroup",),
        }
        for resource, actions in permitted.items():
            because = GROUPS_ARE_FIREHOSES if resource == groups else None
            role.permissions.allow(actions, resource, wildcards_because=because)

    def _groups(self, role: ServiceRole, arn: str) -> str:
        """Give the ARN of all consumer groups; by its name for a cluster of this app, whose uuid is not known yet."""
        if isinstance(self.cluster, msk.CfnCluster | msk.CfnServerlessCluster):
            name = f"{self.cluster.cluster_name}/*/*"
            return Stack.of(role).format_arn(service="kafka", resource="group", resource_name=name)
        return _inside(arn, "group", "*")


def firehose_cluster_policy(scope: Construct, id: str, *, cluster: Cluster) -> msk.CfnClusterPolicy:
    """Let Firehose connect to the private brokers of a cluster; a cluster has one policy.

    Source: Firehose Developer Guide, "Grant Firehose access to your private Amazon MSK cluster" (read 2026-11-21).
    """
    arn = cluster_arn(cluster)
    statement = iam.PolicyStatement(
        principals=[iam.ServicePrincipal("firehose.amazonaws.com")],
        actions=["kafka:CreateVpcConnection"],
        resources=[arn],
    )
    return msk.CfnClusterPolicy(scope, id, cluster_arn=arn, policy=iam.PolicyDocument(statements=[statement]))


def cluster_arn(cluster: Cluster) -> str:
    """Give the ARN of a cluster of either kind."""
    if isinstance(cluster, str):
        return cluster
    if is_serverless(cluster):
        return cluster.serverless_cluster_ref.serverless_cluster_arn
    return cluster.cluster_ref.cluster_arn


def is_serverless(cluster: Cluster) -> TypeIs[msk_interfaces.IServerlessClusterRef]:
    """Tell a serverless cluster; an ARN does not say what it is of."""
    return hasattr(cluster, "serverless_cluster_ref")


def lacks(cluster: msk.CfnCluster, path: str, wanted: object) -> bool:
    """Tell whether a setting of a cluster is known to be another than this one."""
    found: Any = cluster
    for step in path.split("."):
        try:
            found = found.get(step) if isinstance(found, dict) else getattr(found, step, None)
        except KeyError:  # jsii reads no lazy value in the place of a structure
            return False
        if hasattr(found, "resolve") or (isinstance(found, str) and is_token(found)):
            return False
    return bool(found != wanted)


def timestamp(moment: datetime) -> str:
    """Write a moment as Firehose reads it: UTC, to the millisecond.

    Raises:
        ValueError: it has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("read_from has no time zone: give tzinfo=datetime.UTC")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _inside(arn: str, kind: str, name: str) -> str:
    """Give the ARN of something in a cluster: cluster/<name>/<uuid> becomes <kind>/<name>/<uuid>/<its name>."""
    head, written, rest = arn.partition(CLUSTER)
    if not written:
        halves = Fn.split(CLUSTER, arn)
        head, rest = Fn.select(0, halves), Fn.select(1, halves)
    return f"{head}:{kind}/{rest}/{name}"
