"""What the tests of every destination ask for."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk import DeliveryStream
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import DELIVERY_STREAM, comparable, only, statements
from tests.synth.request_model import request_problems

NUMBER = {"Ref": "Number"}
WRITES_FAILURES = {
    "kms:Decrypt", "kms:GenerateDataKey", "logs:PutLogEvents", "s3:AbortMultipartUpload", "s3:GetBucketLocation",
    "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:PutObject",
}  # fmt: skip
READS_SECRET = {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
ENTERS_VPC = {
    "ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
}  # fmt: skip


def secret(stack: Stack, id: str = "Secret") -> secretsmanager.ISecret:
    """Define credentials."""
    return secretsmanager.Secret(stack, id)


def deliver(stack: Stack, destination: Destination, **arguments: Any) -> dict[str, Any]:
    """Define a delivery, make sure that what was checked is what is emitted and what Firehose takes, and give it."""
    delivery = DeliveryStream(stack, "Delivery", destination=destination, **arguments)
    properties = only(stack, DELIVERY_STREAM)
    assert comparable(properties) == comparable(delivery.definition.properties)
    assert request_problems(properties) == []
    (configuration,) = [value for name, value in properties.items() if name.endswith("DestinationConfiguration")]
    return configuration


def actions(stack: Stack) -> set[str]:
    """Give what the role of the delivery may do."""
    return {action for allowed, _ in statements(stack, "DeliveryRole") for action in allowed}


def resources_of(stack: Stack, action: str) -> Any:
    """Give what the role of the delivery may do something with."""
    ((_, resource),) = [each for each in statements(stack, "DeliveryRole") if action in each[0]]
    return resource


def wrong_arguments(stack: Stack, destination: Destination) -> set[str]:
    """Give the arguments that a delivery is refused for, all at once."""
    with pytest.raises(InvalidProperties) as refusal:
        DeliveryStream(stack, "Delivery", destination=destination)
    return {str(finding.argument) for finding in refusal.value.findings}
