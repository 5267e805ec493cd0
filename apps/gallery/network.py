"""The network of other stacks: a VPC, endpoints, the addresses of Firehose, a record of reads and writes."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk import (
    DataStream,
    FirehoseEndpoint,
    StreamsEndpoint,
    firehose_addresses,
    firehose_peer,
    record_data_events,
)

REDSHIFT_PORT = 5439
CLIENTS = "10.0.0.0/17"


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
        stream = DataStream(self, "Audited")
        StreamsEndpoint(
            self, "StreamsEndpoint", vpc=self.vpc, streams=[stream], actions=["kinesis:PutRecord", "kinesis:PutRecords"]
        )
        FirehoseEndpoint(self, "FirehoseEndpoint", vpc=self.vpc, clients=[ec2.Peer.ipv4(CLIENTS)])
        self._warehouse()
        self._audit(stream)

    def _warehouse(self) -> None:
        """Let Firehose in: from this region, and from one that delivers to it."""
        group = ec2.SecurityGroup(self, "Warehouse", vpc=self.vpc, allow_all_outbound=False)
        port = ec2.Port.tcp(REDSHIFT_PORT)
        group.add_ingress_rule(firehose_peer(self), port, "Firehose of this region")
        group.add_ingress_rule(ec2.Peer.ipv4(firehose_addresses()["eu-west-1"]), port, "Firehose of eu-west-1")

    def _audit(self, stream: DataStream) -> None:
        key = kms.Key(self, "Key", enable_key_rotation=True)
        bucket = s3.Bucket(
            self,
            "Audit",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            versioned=True,
        )
        trail = cloudtrail.Trail(self, "Trail", bucket=bucket, encryption_key=key, enable_file_validation=True)
        record_data_events(trail, streams=[stream])
