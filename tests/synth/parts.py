"""What the tests of constructs share: a function, a whole pipeline, and readers of templates."""

from __future__ import annotations

from typing import Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Template
from constructs import Construct

from constructs_lib.cdk import (
    DataStream,
    DeliveryStream,
    FanOutConsumer,
    KinesisSource,
    LambdaTransform,
    PartitionBy,
    Provisioned,
    S3Destination,
    SourceBackup,
)
from constructs_lib.graph import Reference, Text, Undecided

DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream"
MAPPING = "AWS::Lambda::EventSourceMapping"
STREAM = "AWS::Kinesis::Stream"
KNOWN_AT_DEPLOYMENT = "known at deployment"


def function(scope: Construct, id: str = "Function", *, timeout: int = 60) -> lambda_.Function:
    """Define a function whose role has no managed policy."""
    role = iam.Role(scope, f"{id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    return lambda_.Function(
        scope,
        id,
        runtime=lambda_.Runtime.PYTHON_3_14,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        timeout=Duration.seconds(timeout),
        role=role,
    )


def pipeline(scope: Construct, id: str = "") -> DeliveryStream:
    """Define everything there is: stream, consumer, transform, partitions, source backup."""
    stream = DataStream(scope, f"{id}Stream", mode=Provisioned(shards=4))
    FanOutConsumer(scope, f"{id}Watch", stream=stream, function=function(scope, f"{id}Watcher"))
    return DeliveryStream(
        scope,
        f"{id}Delivery",
        source=KinesisSource(stream),
        transform=LambdaTransform(function=function(scope, f"{id}Transform")),
        destination=S3Destination(
            prefix="carrier=!{partitionKeyFromLambda:carrier}/",
            partition_by=PartitionBy.transform("carrier"),
            source_backup=SourceBackup(),
        ),
    )


def resources(stack: Stack) -> dict[str, Any]:
    """Synthesize a stack and give its resources by logical id."""
    found: dict[str, Any] = Template.from_stack(stack).to_json()["Resources"]
    return found


def only(stack: Stack, type: str) -> dict[str, Any]:
    """Synthesize a stack and give the properties of its one resource of a type."""
    (found,) = [resource for resource in resources(stack).values() if resource["Type"] == type]
    properties: dict[str, Any] = found["Properties"]
    return properties


def s3_configuration(stack: Stack) -> dict[str, Any]:
    """Synthesize a stack and give the S3 destination of its one delivery stream."""
    configuration: dict[str, Any] = only(stack, DELIVERY_STREAM)["ExtendedS3DestinationConfiguration"]
    return configuration


def processor_parameters(stack: Stack) -> dict[str, Any]:
    """Synthesize a stack and give the parameters of the first processor."""
    processor = s3_configuration(stack)["ProcessingConfiguration"]["Processors"][0]
    return {parameter["ParameterName"]: parameter["ParameterValue"] for parameter in processor["Parameters"]}


def comparable(value: Any) -> Any:
    """Put one mark in the place of everything known at deployment only, in templates and definitions alike."""
    if isinstance(value, Undecided | Reference | Text):
        return KNOWN_AT_DEPLOYMENT
    if isinstance(value, dict):
        intrinsic = len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref"))
        return KNOWN_AT_DEPLOYMENT if intrinsic else {name: comparable(item) for name, item in value.items()}
    return [comparable(item) for item in value] if isinstance(value, list) else value


def statements(stack: Stack, role: str) -> list[tuple[list[str], Any]]:
    """Synthesize a stack and give actions and resource of each statement of a role, by its logical id."""
    found = []
    for resource in resources(stack).values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::IAM::Policy" and properties["Roles"][0]["Ref"].startswith(role):
            for statement in properties["PolicyDocument"]["Statement"]:
                actions = statement["Action"]
                found.append(([actions] if isinstance(actions, str) else actions, statement["Resource"]))
    return found
