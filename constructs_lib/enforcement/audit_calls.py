"""Every call an audit makes: all of them read."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of AWS.

    Attributes:
        operation: service and operation, as IAM writes most actions: `kinesis:ListStreams`.
        client: boto3's name of the service.
        method: boto3's name of the operation.
        key: where the answer holds its list, for an operation that is paginated.
        action: what IAM calls it; `None` where no permission is needed.
        resources: what the action can be narrowed to; `*` where it cannot.
    """

    operation: str
    client: str
    method: str
    key: str = ""
    action: str | None = ""
    resources: tuple[str, ...] = ("*",)


STREAMS = ("arn:aws:kinesis:*:*:stream/*",)
BUCKETS = ("arn:aws:s3:::*",)
FUNCTIONS = ("arn:aws:lambda:*:*:function:*",)
STACKS = ("arn:aws:cloudformation:*:*:stack/*/*",)
KEYS = ("arn:aws:kms:*:*:key/*",)
ROLES = ("arn:aws:iam::*:role/*",)
CALLS = {
    call.operation: call
    for call in (
        Call("sts:GetCallerIdentity", "sts", "get_caller_identity", action=None),
        Call("kinesis:ListStreams", "kinesis", "list_streams", "StreamSummaries"),
        Call("kinesis:DescribeStreamSummary", "kinesis", "describe_stream_summary", resources=STREAMS),
        Call("kinesis:ListStreamConsumers", "kinesis", "list_stream_consumers", "Consumers", resources=STREAMS),
        Call(
            "kinesis:GetResourcePolicy",
            "kinesis",
            "get_resource_policy",
            resources=(*STREAMS, "arn:aws:kinesis:*:*:stream/*/consumer/*:*"),
        ),
        Call("kinesis:DescribeLimits", "kinesis", "describe_limits"),
        Call("firehose:ListDeliveryStreams", "firehose", "list_delivery_streams"),
        Call(
            "firehose:DescribeDeliveryStream",
            "firehose",
            "describe_delivery_stream",
            resources=("arn:aws:firehose:*:*:deliverystream/*",),
        ),
        Call("lambda:ListEventSourceMappings", "lambda", "list_event_source_mappings", "EventSourceMappings"),
        Call("lambda:GetFunctionConfiguration", "lambda", "get_function_configuration", resources=FUNCTIONS),
        Call("lambda:GetFunctionConcurrency", "lambda", "get_function_concurrency", resources=FUNCTIONS),
        Call("lambda:GetAccountSettings", "lambda", "get_account_settings"),
        Call("iam:GetRole", "iam", "get_role", resources=ROLES),
        Call("iam:ListRolePolicies", "iam", "list_role_policies", "PolicyNames", resources=ROLES),
        Call("iam:GetRolePolicy", "iam", "get_role_policy", resources=ROLES),
        Call(
            "iam:ListAttachedRolePolicies",
            "iam",
            "list_attached_role_policies",
            "AttachedPolicies",
            resources=ROLES,
        ),
        Call("iam:GetPolicy", "iam", "get_policy", resources=("arn:aws:iam::*:policy/*",)),
        Call("iam:GetPolicyVersion", "iam", "get_policy_version", resources=("arn:aws:iam::*:policy/*",)),
        Call("cloudwatch:DescribeAlarms", "cloudwatch", "describe_alarms", "MetricAlarms"),
        Call("logs:DescribeLogGroups", "logs", "describe_log_groups", "logGroups"),
        Call("logs:DescribeLogStreams", "logs", "describe_log_streams", "logStreams"),
        Call(
            "s3:GetBucketEncryption",
            "s3",
            "get_bucket_encryption",
            action="s3:GetEncryptionConfiguration",
            resources=BUCKETS,
        ),
        Call("s3:GetBucketPolicy", "s3", "get_bucket_policy", resources=BUCKETS),
        Call("kms:DescribeKey", "kms", "describe_key", resources=KEYS),
        Call("kms:GetKeyPolicy", "kms", "get_key_policy", resources=KEYS),
        Call("kms:ListGrants", "kms", "list_grants", "Grants", resources=KEYS),
        Call(
            "glue:GetTable",
            "glue",
            "get_table",
            resources=("arn:aws:glue:*:*:catalog", "arn:aws:glue:*:*:database/*", "arn:aws:glue:*:*:table/*"),
        ),
        Call(
            "service-quotas:ListServiceQuotas",
            "service-quotas",
            "list_service_quotas",
            "Quotas",
            action="servicequotas:ListServiceQuotas",
        ),
        Call("cloudformation:DescribeStacks", "cloudformation", "describe_stacks", "Stacks", resources=STACKS),
        Call(
            "cloudformation:ListStackResources",
            "cloudformation",
            "list_stack_resources",
            "StackResourceSummaries",
            resources=STACKS,
        ),
    )
}


TEMPLATE_CALLS = frozenset({"cloudformation:DescribeStacks", "cloudformation:ListStackResources"})
"""What only a comparison with templates calls."""


def permissions() -> dict[str, Any]:
    """Write the IAM policy that an audit needs, and nothing beyond it."""
    return {"Version": "2012-10-17", "Statement": list(statements())}


def statements(*, without: Container[str] = ()) -> Iterator[dict[str, Any]]:
    """Group the actions by what they can be narrowed to.

    Args:
        without: operations that are not called.
    """
    groups: dict[tuple[str, ...], set[str]] = {}
    for call in CALLS.values():
        if call.action is not None and call.operation not in without:
            groups.setdefault(call.resources, set()).add(call.action or call.operation)
    for resources, actions in sorted(groups.items()):
        yield {"Effect": "Allow", "Action": sorted(actions), "Resource": list(resources)}
