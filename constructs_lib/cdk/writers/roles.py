"""The roles that services write with.

A condition keeps other accounts from using the service to write with the role. It stands where the service documents
that it sends the key; where it does not (CloudWatch metric streams, SNS, API Gateway), a condition would stop delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.cdk.writers.targets import Target

NO_CONDITIONS: Mapping[str, Any] = {}


def writer_role(
    scope: Construct, service: str, *targets: Target, conditions: Mapping[str, Any] = NO_CONDITIONS
) -> iam.Role:
    """Define the role with which a service puts records into these targets, and nothing else.

    Args:
        scope: gets the role as its child `Role`.
        service: principal that assumes the role.
        targets: what the service writes into.
        conditions: of the trust.
    """
    role = iam.Role(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal(service, conditions=dict(conditions) or None),
        description="Puts records",
    )
    for target in targets:
        target.allow(role)
    return role


def for_this_account(scope: Construct) -> Mapping[str, Any]:
    """Trust a service only when it acts for a resource of this account.

    Source: "Cross-service confused deputy prevention" in the guides of EventBridge, AWS IoT Core, SES and AWS DMS.
    """
    return {"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}}


def for_logs_of_this_account(scope: Construct) -> Mapping[str, Any]:
    """Trust CloudWatch Logs only when it acts for what this account logs in this region.

    Source: CloudWatch Logs User Guide, "Subscription filters with Amazon Data Firehose" (read 2026-11-17).
    """
    arn = Stack.of(scope).format_arn(service="logs", resource="*", arn_format=ArnFormat.NO_RESOURCE_NAME)
    return {"StringLike": {"aws:SourceArn": arn}}
