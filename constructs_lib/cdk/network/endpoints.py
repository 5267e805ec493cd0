"""Ways from a VPC to streams and delivery streams that do not cross the internet."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisfirehose as firehose
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge

HTTPS = ec2.Port.tcp(443)
ANYTHING = "*"
ONLY_THE_VPC = "what connects is in the VPC, whose address range may be known at deployment only; clients narrows it"


class _Endpoint(ec2.InterfaceVpcEndpoint):
    """An endpoint for principals and resources of this account, with a security group of its own."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        service: ec2.InterfaceVpcEndpointAwsService,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection | None,
        clients: Sequence[ec2.IPeer],
        actions: Sequence[str],
        resources: Sequence[str],
    ) -> None:
        super().__init__(scope, id, service=service, vpc=vpc, subnets=subnets, open=False, private_dns_enabled=True)
        if not clients:
            acknowledge(self, ONLY_THE_VPC, "AwsSolutions-EC23")
        for client in clients or [ec2.Peer.ipv4(vpc.vpc_cidr_block)]:
            self.connections.allow_from(client, HTTPS, "records")
        self.add_to_policy(
            iam.PolicyStatement(
                principals=[iam.AnyPrincipal()],
                actions=list(actions),
                resources=list(resources),
                conditions={"StringEquals": {"aws:PrincipalAccount": Stack.of(self).account}},
            )
        )


class StreamsEndpoint(_Endpoint):
    """Define an interface endpoint of Kinesis Data Streams: clients resolve the service's name to it.

    Its policy lets only principals of this account through, and only to streams of this account, so that a stolen
    credential of another account cannot carry data out.

    Args:
        scope: the parent.
        id: unique in the scope.
        vpc: where clients are.
        subnets: one for each zone; the private ones unless given.
        clients: may connect over HTTPS; everything in the VPC unless given.
        streams: may be reached, with their consumers; all of this account and region unless given.
        actions: may be called; all of Kinesis unless given.

    Example:
        >>> StreamsEndpoint(self, "Streams", vpc=vpc, streams=[stream])  # doctest: +SKIP
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection | None = None,
        clients: Sequence[ec2.IPeer] = (),
        streams: Sequence[kinesis.IStream] = (),
        actions: Sequence[str] = ("kinesis:*",),
    ) -> None:
        given = [arn for stream in streams for arn in (stream.stream_arn, f"{stream.stream_arn}/consumer/*")]
        super().__init__(
            scope,
            id,
            service=ec2.InterfaceVpcEndpointAwsService.KINESIS_STREAMS,
            vpc=vpc,
            subnets=subnets,
            clients=clients,
            actions=actions,
            resources=given or [_all(scope, "kinesis", "stream")],
        )


class FirehoseEndpoint(_Endpoint):
    """Define an interface endpoint of Firehose; see `StreamsEndpoint`.

    Args:
        scope: the parent.
        id: unique in the scope.
        vpc: where clients are.
        subnets: one for each zone; the private ones unless given.
        clients: may connect over HTTPS; everything in the VPC unless given.
        delivery_streams: may be reached; all of this account and region unless given.
        actions: may be called; all of Firehose unless given.

    Example:
        >>> FirehoseEndpoint(self, "Firehose", vpc=vpc, delivery_streams=[delivery])  # doctest: +SKIP
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection | None = None,
        clients: Sequence[ec2.IPeer] = (),
        delivery_streams: Sequence[firehose.IDeliveryStream] = (),
        actions: Sequence[str] = ("firehose:*",),
    ) -> None:
        given = [stream.delivery_stream_arn for stream in delivery_streams]
        super().__init__(
            scope,
            id,
            service=ec2.InterfaceVpcEndpointAwsService.KINESIS_FIREHOSE,
            vpc=vpc,
            subnets=subnets,
            clients=clients,
            actions=actions,
            resources=given or [_all(scope, "firehose", "deliverystream")],
        )


def _all(scope: Construct, service: str, resource: str) -> str:
    return Stack.of(scope).format_arn(
        service=service, resource=resource, resource_name=ANYTHING, arn_format=ArnFormat.SLASH_RESOURCE_NAME
    )
