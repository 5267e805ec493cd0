"""What the tests of writers share: targets of every kind, and the checks that each writer has to pass."""

from __future__ import annotations

import json
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from constructs import Construct

from constructs_lib.cdk import Compression, DataStream, DeliveryStream, DirectPut, S3Destination
from constructs_lib.policy import check
from tests.synth.parts import resources

REGION = "us-east-1"  # cfn-lint knows which services a region has; the newest regions lack some
ACCOUNT = {"Ref": "AWS::AccountId"}
STREAM_ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/flights"
DELIVERY_ARN = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/to-lake"


def data_stream(scope: Construct, id: str = "Stream") -> DataStream:
    """Define a stream with a customer key, so that writers need it too."""
    return DataStream(scope, id, key=kms.Key(scope, f"{id}Key", enable_key_rotation=True))


def delivery_stream(
    scope: Construct, id: str = "Delivery", *, name: str | None = None, compression: Compression = Compression.GZIP
) -> DeliveryStream:
    """Define a delivery stream with a customer key, so that writers need it too."""
    key = kms.Key(scope, f"{id}Key", enable_key_rotation=True)
    destination = S3Destination(compression=compression)
    return DeliveryStream(scope, id, source=DirectPut(key=key), destination=destination, delivery_stream_name=name)


def imported_stream(scope: Construct) -> kinesis.IStream:
    return kinesis.Stream.from_stream_arn(scope, "ImportedStream", STREAM_ARN)


def imported_delivery(scope: Construct) -> firehose.IDeliveryStream:
    return firehose.DeliveryStream.from_delivery_stream_arn(scope, "ImportedDelivery", DELIVERY_ARN)


def of_type(stack: Stack, type: str) -> list[dict[str, Any]]:
    """Synthesize a stack and give its resources of a type."""
    return [resource for resource in resources(stack).values() if resource["Type"] == type]


def trust_of(stack: Stack, role: Construct) -> dict[str, Any]:
    """Give the one statement of a role's trust."""
    (statement,) = _properties(stack, role)["AssumeRolePolicyDocument"]["Statement"]
    found: dict[str, Any] = statement
    return found


def allowed(stack: Stack, role: Construct) -> dict[str, Any]:
    """Give what a role may do: an action, or several joined by commas, to the resource."""
    statements = _properties(stack, _policy_of(role))["PolicyDocument"]["Statement"]
    return {
        ",".join([actions] if isinstance(actions := statement["Action"], str) else actions): statement["Resource"]
        for statement in statements
    }


def assert_waits_for_its_policy(stack: Stack, resource: Construct, role: Construct) -> None:
    """Fail unless the resource comes after the policy of its role."""
    policy = stack.get_logical_id(_policy_of(role).node.default_child)
    assert policy in resources(stack)[stack.get_logical_id(resource)]["DependsOn"]


def assert_clean(stack: Stack) -> None:
    """Fail if the policy, cfn-lint or cdk-nag's AwsSolutions pack finds anything that has no written reason."""
    template = {"Resources": resources(stack)}
    found = [finding for finding in check(template).findings if finding.severity != "info"]
    assert not found, [(finding.rule, finding.resource, finding.message) for finding in found]
    linted = [
        match
        for match in lint(json.dumps(template), config=ManualArgs(regions=[REGION]))
        if match.rule.severity != "informational"
    ]
    assert not linted, [str(match) for match in linted]
    report = AwsSolutionsChecks().validate_scope(stack)
    violations = [
        (violation.rule_name, violation.violating_resources[0].construct_path) for violation in report.violations
    ]
    assert not violations, violations


def _policy_of(role: Construct) -> Construct:
    policy: Construct = role.node.try_find_child("Permissions") or role.node.find_child("DefaultPolicy")
    return policy


def _properties(stack: Stack, construct: Construct) -> dict[str, Any]:
    properties: dict[str, Any] = resources(stack)[stack.get_logical_id(construct.node.default_child)]["Properties"]
    return properties
