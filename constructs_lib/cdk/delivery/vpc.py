"""Delivery into a VPC, through network interfaces that Firehose makes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_ec2 as ec2

from constructs_lib.cdk.delivery.destinations import Delivery

ACTIONS = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
)
ANY = "*"
INTERFACES_ARE_NOT_KNOWN_YET = (
    "Firehose makes network interfaces as throughput grows and looks their surroundings up: EC2 takes no ARN for most "
    "of these actions, and Firehose documents them for any resource"
)


@dataclass(frozen=True, kw_only=True)
class VpcDelivery:
    """Deliver through a VPC. It cannot be changed once the delivery stream is there.

    Attributes:
        vpc: where the destination is.
        subnets: where network interfaces are made, with addresses to spare; the private ones unless given.
        security_groups: of the interfaces; one that lets nothing out but what `connections` allows unless given.
    """

    vpc: ec2.IVpc
    subnets: Sequence[ec2.ISubnet] = ()
    security_groups: Sequence[ec2.ISecurityGroup] = ()

    def bind(self, delivery: Delivery) -> BoundVpc:
        """Let the role make network interfaces, and give `VpcConfiguration`.

        Source: Firehose Developer Guide, "Grant Firehose access to an OpenSearch Service destination in a VPC".
        """
        groups = list(self.security_groups) or [
            ec2.SecurityGroup(
                delivery.scope,
                "SecurityGroup",
                vpc=self.vpc,
                allow_all_outbound=False,
                description="Network interfaces of a delivery stream",
            )
        ]
        subnets = list(self.subnets) or self.vpc.select_subnets().subnets
        delivery.role.permissions.allow(ACTIONS, ANY, wildcards_because=INTERFACES_ARE_NOT_KNOWN_YET)
        return BoundVpc(
            configuration={
                "RoleARN": delivery.role.role_arn,
                "SubnetIds": [subnet.subnet_id for subnet in subnets],
                "SecurityGroupIds": [group.security_group_id for group in groups],
            },
            connections=ec2.Connections(security_groups=groups),
        )


@dataclass(frozen=True, kw_only=True)
class BoundVpc:
    """A way into a VPC.

    Attributes:
        configuration: `VpcConfiguration` in CloudFormation's casing.
        connections: the security groups, to let them out to the destination.
    """

    configuration: dict[str, Any]
    connections: ec2.Connections
