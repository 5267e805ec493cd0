"""From the VPCs of a pipeline spec to those of the CDK."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from constructs_lib.spec import Settings

UNKNOWN = "unknown"
"""In the place of what CloudFormation never sees: subnets and security groups are named, and not their VPC."""


def network(scope: Construct, prefix: str, given: Settings) -> dict[str, Any]:
    """Give the arguments of what enters a VPC.

    Args:
        scope: the pipeline.
        prefix: of the ids.
        given: `subnets` and `securityGroups`.
    """
    return {
        "vpc": ec2.Vpc.from_vpc_attributes(scope, prefix, vpc_id=UNKNOWN, availability_zones=[UNKNOWN]),
        "subnets": [
            ec2.Subnet.from_subnet_attributes(scope, f"{prefix}Subnet{at}", subnet_id=subnet, route_table_id=UNKNOWN)
            for at, subnet in enumerate(given.get("subnets"))
        ],
        "security_groups": [
            ec2.SecurityGroup.from_security_group_id(scope, f"{prefix}SecurityGroup{at}", group)
            for at, group in enumerate(given.get("securityGroups"))
        ],
    }
