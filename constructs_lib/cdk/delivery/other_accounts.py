"""Buckets of other accounts: what the role may do there, and what their owners have to allow."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import CfnOutput, Stack, Token
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.delivery.buckets import SecureBucket


def other_owner(bucket: s3.IBucket, role: iam.Role) -> str | None:
    """Give the account that owns a bucket, where it is known to be another than that of the role."""
    if isinstance(bucket, SecureBucket):
        return None
    owner = bucket.env.account
    return None if Token.is_unresolved(owner) or owner == role.stack.account else owner


class BucketsOfOthers:
    """The bucket policies that owners in other accounts have to add.

    Attributes:
        policies: ARN of the bucket to its policy.
    """

    def __init__(self) -> None:
        self.policies: dict[str, iam.PolicyDocument] = {}

    def ask(self, bucket: s3.IBucket, owner: str, role: iam.Role, allowed: Sequence[iam.PolicyStatement]) -> None:
        """Add what a role needs in a bucket to the bucket policy that its owner is told in an output of the stack.

        Source: Firehose Developer Guide, "Cross-account delivery to an Amazon S3 destination".
        """
        scope = role.node.scope
        assert isinstance(scope, Construct)
        if bucket.bucket_arn not in self.policies:
            policy = self.policies[bucket.bucket_arn] = iam.PolicyDocument()
            CfnOutput(
                scope,
                f"RequiredBucketPolicy{len(self.policies)}",
                description=f"bucket policy that account {owner} has to add",
                value=Stack.of(scope).to_json_string(policy),
            )
        for statement in allowed:
            self.policies[bucket.bucket_arn].add_statements(
                iam.PolicyStatement(
                    principals=[iam.ArnPrincipal(role.role_arn)],
                    actions=statement.actions,
                    resources=statement.resources,
                )
            )
