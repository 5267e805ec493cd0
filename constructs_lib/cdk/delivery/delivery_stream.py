"""A Firehose delivery stream with every decision made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jsii
from aws_cdk import Annotations, Resource
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk.interfaces import aws_kinesisfirehose as firehose_interfaces
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.acknowledge import Acknowledgements
from constructs_lib.cdk.attributes import function_arn, role_arn
from constructs_lib.cdk.compliance import Approval, ConstructPath, approve, path_of, present
from constructs_lib.cdk.delivery.destination_metrics import DESTINATIONS, DestinationMetrics
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.log import DeliveryLog
from constructs_lib.cdk.delivery.metrics import DeliveryStreamMetrics
from constructs_lib.cdk.delivery.processing import Processor, require_once
from constructs_lib.cdk.delivery.sources import BoundSource, DirectPut, Source
from constructs_lib.cdk.delivery.transform import LambdaTransform
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.roles import firehose_role
from constructs_lib.cdk.tree import remember_place
from constructs_lib.cdk.whole import whole
from constructs_lib.graph import Reference
from constructs_lib.graph.definition import HINTS

TYPE = "AWS::KinesisFirehose::DeliveryStream"
DEFAULT_SOURCE = DirectPut()
SOURCES = ("KinesisStreamSourceConfiguration", "MSKSourceConfiguration", "DatabaseSourceConfiguration")
TRANSFORM_ARGUMENTS = {
    "LambdaArn": "transform.function",
    "NumberOfRetries": "transform.retries",
    "BufferSizeInMBs": "transform.buffer_size",
    "BufferIntervalInSeconds": "transform.buffer_interval",
}


@jsii.implements(firehose.IDeliveryStream)
class DeliveryStream(DeliveryStreamMetrics, Resource):
    """Define a delivery stream with its role, its log and its failure bucket, checked before synthesis.

    It is an `IDeliveryStream`: rules of EventBridge, subscriptions of CloudWatch Logs and SNS take it.

    Args:
        scope: the parent.
        id: unique in the scope.
        destination: where records are delivered.
        source: where they come from; producers put them unless given.
        transform: the function that they go through; none unless given.
        processors: what else is done to them, in any order: Firehose has its own; nothing unless given.
        delivery_stream_name: CloudFormation makes one unless given.
        log_retention: how long the log of delivery errors is kept; a month unless given.
        log_group: one that is there already, for the log of delivery errors; one is defined unless given.
        log_key: customer key of the log group that is defined, which keys of this app let it use; the key of
            CloudWatch Logs unless given.

    Attributes:
        resource: the L1 construct.
        role: the role that reads the source, calls the transform and writes to the destination.
        log_group: where Firehose says why it could not deliver.
        bucket: where Firehose writes: the records delivered to S3, or what it keeps of those delivered elsewhere.
        failures: where failed records come to rest: the failure bucket, or the given bucket itself.
        definition: what was checked.
        required_policies: ARN of a bucket, key, domain or catalog of another account to the policy that its owner has
            to add; an output of the stack tells it too.
        transform_function: the function that records go through, if there is one.

    Raises:
        InvalidProperties: with every finding of the policy about the delivery stream.
        ValueError: a unit cannot be converted to that of its property, prefixes overlap, a processor is there twice,
            the source does not deliver to the destination, or the given log group has a key or retention already.

    Example:
        >>> DeliveryStream(self, "ToLake", source=KinesisSource(stream), destination=S3Destination())
        ... # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        destination: Destination,
        source: Source = DEFAULT_SOURCE,
        transform: LambdaTransform | None = None,
        processors: Sequence[Processor] = (),
        delivery_stream_name: str | None = None,
        log_retention: logs.RetentionDays | None = None,
        log_group: logs.ILogGroup | None = None,
        log_key: kms.IKey | None = None,
    ) -> None:
        require_once(processors)
        super().__init__(scope, id, physical_name=delivery_stream_name)
        remember_place(self, scope, id)
        acknowledgements = Acknowledgements(self)
        self.role = firehose_role(self, "Role", acknowledgements)
        log = DeliveryLog(self, "Log", retention=log_retention, group=log_group, key=log_key)
        self.log_group = log.group
        bound_source = source.bind(self.role)
        for rule, reason in bound_source.acknowledged.items():
            acknowledgements.add(reason, rule)
        for warning, text in bound_source.remarks.items():
            Annotations.of(self).add_warning_v2(warning, text)
        self.transform_function = transform.resolve(self) if transform else None
        steps = (*self._allow_transform(transform), *(each.properties() for each in processors))
        seen = Delivery(scope=self, role=self.role, log=log, acknowledgements=acknowledgements, processors=steps)
        bound = destination.bind(seen)
        bound_source.require_reachable(bound.name)
        self.required_policies = seen.others.policies
        self.bucket, self.failures, self._connections = bound.bucket, bound.failures, bound.connections
        self._destination_metrics = DESTINATIONS[bound.name]
        properties = present(
            {
                **bound_source.properties,
                bound.name: bound.configuration,
                "DeliveryStreamName": delivery_stream_name,
            }
        )
        acknowledgements.record()
        approval = _approve(path_of(scope, id), properties, bound_source, bound, transform, self.transform_function)
        self.definition = approval.annotate(self)
        self.resource = firehose.CfnDeliveryStream(
            self, "Resource", **l1.arguments(firehose.CfnDeliveryStreamProps, properties)
        )
        if self.definition.hints:
            self.resource.add_metadata(HINTS, dict(self.definition.hints))
        self.resource.node.add_dependency(*self.role.permissions.define(), *log.streams, *bound.dependencies)

    @property
    def delivery_stream_arn(self) -> str:
        """The ARN of the delivery stream."""
        return self.resource.attr_arn

    @property
    def delivery_stream_name(self) -> str:
        """The name of the delivery stream."""
        return self.resource.ref

    @property
    def destination_metrics(self) -> DestinationMetrics:
        """How CloudWatch calls the destination."""
        return self._destination_metrics

    @property
    def delivery_stream_ref(self) -> firehose_interfaces.DeliveryStreamReference:
        """A reference to the delivery stream."""
        return self.resource.delivery_stream_ref

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """The role, so that resources can be granted to the delivery stream."""
        return self.role

    @property
    def connections(self) -> ec2.Connections:
        """The security groups with which Firehose enters a VPC; none for destinations outside of one."""
        if self._connections is None:
            self._connections = ec2.Connections()
        return self._connections

    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Let a principal do these actions on the delivery stream."""
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(actions), resource_arns=[self.delivery_stream_arn]
        )

    def grant_put_records(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let a principal put records."""
        return self.grant(grantee, "firehose:PutRecord", "firehose:PutRecordBatch")

    def _allow_transform(self, transform: LambdaTransform | None) -> tuple[dict[str, Any], ...]:
        if transform is None or self.transform_function is None:
            return ()
        arn = function_arn(self.transform_function)
        transform.allow(self.role, arn)
        return (transform.processor(arn, role_arn(self.role)),)


def _approve(
    construct: ConstructPath,
    properties: dict[str, Any],
    source: BoundSource,
    bound: BoundDestination,
    transform: LambdaTransform | None,
    transform_function: lambda_.IFunction | None,
) -> Approval:
    context, references, hints = list(source.context), dict(source.references), {}
    arguments = {f"{bound.name}.{path}": argument for path, argument in bound.arguments.items()}
    arguments["DeliveryStreamName"] = "delivery_stream_name"
    arguments[bound.name] = "destination"
    arguments[f"{bound.name}.ProcessingConfiguration"] = "processors"
    arguments |= dict.fromkeys(SOURCES, "source")
    if transform is not None and transform_function is not None:
        hints["output_growth"] = transform.output_growth
        arguments |= _transform_arguments(bound)
        if function := describe(transform_function):
            context.append(function)
            references[function_arn(transform_function)] = Reference(function.id, "Arn")
    return approve(
        construct, TYPE, properties, arguments=arguments, context=context, references=references, hints=hints
    )


def _transform_arguments(bound: BoundDestination) -> dict[str, str]:
    processors = bound.configuration["ProcessingConfiguration"]["Processors"]
    place = next(place for place, each in enumerate(processors) if each["Type"] == "Lambda")
    path = f"{bound.name}.ProcessingConfiguration.Processors.{place}.Parameters"
    return {
        f"{path}.{position}": TRANSFORM_ARGUMENTS[parameter["ParameterName"]]
        for position, parameter in enumerate(processors[place]["Parameters"])
        if parameter["ParameterName"] in TRANSFORM_ARGUMENTS
    }
