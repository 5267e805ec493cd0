"""The VPC that other stacks of the gallery deliver into."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from constructs import Construct


class Network(Stack):
    """Define a VPC without a way to the internet, and with a record of its traffic.

    Args:
        scope: the app.
        id: of the stack.

    Attributes:
        vpc: the VPC.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: the network of the other stacks")
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            restrict_default_security_group=False,
            subnet_configuration=[ec2.SubnetConfiguration(name="Inside", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)],
            flow_logs={"All": ec2.FlowLogOptions(traffic_type=ec2.FlowLogTrafficType.REJECT)},
        )
