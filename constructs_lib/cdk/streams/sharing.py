"""What principals of other accounts may do with a stream: its resource policy, and its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import Annotations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms

from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.graph import Definition, Reference

TYPE = "AWS::Kinesis::ResourcePolicy"
VERSION = "2012-10-17"
EVERYBODY = {"AWS": "*"}
KEY_IS_NOT_SHARED = (
    "the AWS managed key encrypts the stream, and no other account can use it: give the stream a customer key with key="
)
KEY_POLICY_NOT_KNOWN = "the key was imported, so its policy could not be changed: let it allow them {actions}"


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a principal of another account needs.

    Attributes:
        actions: on the stream.
        key_actions: on its key.
    """

    actions: tuple[str, ...]
    key_actions: tuple[str, ...]


READING = Access(
    actions=(
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    ),
    key_actions=("kms:Decrypt",),
)
WRITING = Access(
    actions=("kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"),
    key_actions=("kms:GenerateDataKey",),
)
"""Source: Kinesis Data Streams Developer Guide, "Share access using resource-based policies" and "Permissions to use
user-generated KMS keys", 2026."""
FAN_OUT = Access(
    actions=("kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"),
    key_actions=("kms:Decrypt",),
)
"""What readers of a registered consumer need of its stream; the consumer has a policy of its own."""


def share(
    stream: kinesis.Stream,
    definition: Definition,
    access: Access,
    principals: Sequence[iam.IPrincipal],
    before: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, Any], Definition]:
    """Let principals of other accounts read or write a stream.

    Args:
        stream: the stream.
        definition: what was checked of it.
        access: what they may do.
        principals: accounts, roles, users or organizations.
        before: statements of the resource policy so far.

    Returns:
        The statement that was added, and what was checked of the resource policy.

    Raises:
        InvalidProperties: with every finding of the policy about the resource policy.
        ValueError: nobody or everybody is named, or they could not use the key.
    """
    if stream.encryption_key is None:
        raise ValueError(KEY_IS_NOT_SHARED)
    statement = statement_for(principals, access.actions, stream.stream_arn)
    written: dict[str, Any] = statement.to_statement_json()
    approval = approve(
        path_of(stream, "Policy"),
        TYPE,
        {
            "ResourceArn": stream.stream_arn,
            "ResourcePolicy": {"Statement": [*before, written], "Version": VERSION},
        },
        arguments={"ResourcePolicy": "principals"},
        context=[definition],
        references={stream.stream_arn: Reference(definition.id, "Arn")},
    )
    stream.add_to_resource_policy(statement)
    for principal in principals:
        stream.encryption_key.grant(principal, *access.key_actions)
    if not isinstance(stream.encryption_key, kms.Key):
        text = KEY_POLICY_NOT_KNOWN.format(actions=", ".join(access.key_actions))
        Annotations.of(stream).add_warning_v2("kinesis-constructs:key-policy-not-known", text)
    return written, approval.annotate(stream)


def statement_for(principals: Sequence[iam.IPrincipal], actions: Sequence[str], arn: str) -> iam.PolicyStatement:
    """Make a statement of a resource policy.

    Raises:
        ValueError: nobody or everybody is named.
    """
    if not principals:
        raise ValueError("name at least one principal, such as AccountPrincipal(...)")
    statement = iam.PolicyStatement(actions=list(actions), principals=list(principals), resources=[arn])
    written = statement.to_statement_json()
    if written["Principal"] == EVERYBODY and "Condition" not in written:
        raise ValueError("everybody could use the stream: name accounts, roles, or an organization")
    return statement
