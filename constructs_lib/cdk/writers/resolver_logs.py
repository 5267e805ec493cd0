"""What was asked of Route 53 Resolver, written into a delivery stream."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_route53resolver as resolver
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.targets import delivery_target_of

TYPE = "AWS::Route53Resolver::ResolverQueryLoggingConfig"
ARGUMENTS = {"DestinationArn": "target", "Name": "config_name"}


class ResolverQueryLogs(Construct):
    """Write the DNS queries of VPCs into a delivery stream, with a service-linked role.

    Args:
        scope: the parent.
        id: unique in the scope.
        vpcs: whose queries are written.
        target: takes direct puts.
        config_name: CloudFormation makes one unless given.

    Attributes:
        resource: the L1 construct; its `ref` is the id that other accounts associate their VPCs with.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: the target is no delivery stream.

    Example:
        >>> ResolverQueryLogs(self, "Dns", vpcs=[vpc], target=delivery)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpcs: Sequence[ec2.IVpc],
        target: firehose.IDeliveryStream,
        config_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        written = delivery_target_of(target, "Route 53 Resolver")
        properties = present({"DestinationArn": written.arn, "Name": config_name})
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.resource = resolver.CfnResolverQueryLoggingConfig(
            self, "Resource", **l1.arguments(resolver.CfnResolverQueryLoggingConfigProps, properties)
        )
        for position, vpc in enumerate(vpcs):
            resolver.CfnResolverQueryLoggingConfigAssociation(
                self, f"Vpc{position}", resolver_query_log_config_id=self.resource.ref, resource_id=vpc.vpc_id
            )
