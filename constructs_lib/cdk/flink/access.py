"""What the role of a Flink application may do besides reading and writing streams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.flink.code import CodeLocation

SERVICE = "kinesisanalytics.amazonaws.com"
VPC_ACTIONS = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)
ANY = "*"
INTERFACES_ARE_NOT_KNOWN_YET = (
    "Flink makes network interfaces as it scales: EC2 takes no ARN for most of these actions, and the guide documents "
    "them for any resource"
)
GROUPS_ARE_LISTED = "the service lists log groups to find its own; the guide documents it for all of them"


def flink_role(scope: Construct, id: str) -> iam.Role:
    """Define a role that Managed Flink may assume for applications of this account alone.

    Source: Managed Service for Apache Flink Developer Guide, "Cross-service confused deputy prevention".
    """
    account = Stack.of(scope).account
    principal = iam.ServicePrincipal(SERVICE, conditions={"StringEquals": {"aws:SourceAccount": account}})
    return iam.Role(scope, id, assumed_by=principal, description="Runs a Flink application")


def allow_code(role: iam.Role, code: CodeLocation) -> None:
    """Let a role read its code, which is one object.

    Source: Managed Service for Apache Flink Developer Guide, "Create and run an application (CLI)", as all of this
    module that has no other.
    """
    actions = ["s3:GetObject", *(["s3:GetObjectVersion"] if code.version else [])]
    role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[code.bucket.arn_for_objects(code.key)]))
    if code.bucket.encryption_key is not None:
        code.bucket.encryption_key.grant_decrypt(role)


class FlinkLog(Construct):
    """Define the log of an application.

    Attributes:
        group: the log group.
        stream_arn: of the log stream that the application writes to.
    """

    def __init__(self, scope: Construct, id: str, *, retention: logs.RetentionDays) -> None:
        super().__init__(scope, id)
        self.group = logs.LogGroup(self, "Group", retention=retention, removal_policy=RemovalPolicy.DESTROY)
        self.stream = logs.LogStream(self, "Stream", log_group=self.group, removal_policy=RemovalPolicy.DESTROY)

    @property
    def stream_arn(self) -> str:
        """Give the ARN of the log stream."""
        return self._arn(f"{self.group.log_group_name}:log-stream:{self.stream.log_stream_name}")

    def allow(self, role: iam.Role) -> None:
        """Let a role find the log and write to it."""
        every_group = self._arn(ANY)
        allowed = (
            ("logs:DescribeLogGroups", every_group),
            ("logs:DescribeLogStreams", self.group.log_group_arn),
            ("logs:PutLogEvents", self.stream_arn),
        )
        for action, resource in allowed:
            role.add_to_policy(iam.PolicyStatement(actions=[action], resources=[resource]))
        acknowledge_wildcards(role, GROUPS_ARE_LISTED, [every_group])

    def _arn(self, resource_name: str) -> str:
        return Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=resource_name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )


def enter_vpc(
    scope: Construct,
    role: iam.Role,
    vpc: ec2.IVpc,
    subnets: Sequence[ec2.ISubnet],
    security_groups: Sequence[ec2.ISecurityGroup],
) -> tuple[ec2.Connections, list[dict[str, Any]]]:
    """Let a role make network interfaces, and give `VpcConfigurations`.

    Source: Managed Service for Apache Flink Developer Guide, "VPC application permissions".
    """
    groups = list(security_groups) or [
        ec2.SecurityGroup(
            scope,
            "SecurityGroup",
            vpc=vpc,
            allow_all_outbound=False,
            description="Network interfaces of a Flink application",
        )
    ]
    chosen = list(subnets) or vpc.select_subnets().subnets
    role.add_to_policy(iam.PolicyStatement(actions=list(VPC_ACTIONS), resources=[ANY]))
    acknowledge_wildcards(role, INTERFACES_ARE_NOT_KNOWN_YET, [ANY])
    configuration = {
        "SubnetIds": [subnet.subnet_id for subnet in chosen],
        "SecurityGroupIds": [group.security_group_id for group in groups],
    }
    return ec2.Connections(security_groups=groups), [configuration]
