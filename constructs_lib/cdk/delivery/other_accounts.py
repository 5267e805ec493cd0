"""Resources of other accounts: who owns them, and what the owner has to allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aws_cdk import CfnOutput, Stack, Token
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.delivery.buckets import SecureBucket

Allowed = tuple[Sequence[str], Sequence[str]]


def other_owner(bucket: s3.IBucket, role: iam.Role) -> str | None:
    """Give the account that owns a bucket, where it is known to be another than that of the role."""
    if isinstance(bucket, SecureBucket):
        return None
    owner = bucket.env.account
    return None if Token.is_unresolved(owner) or owner == role.stack.account else owner


def other_owner_of_arn(arn: str, role: iam.Role) -> str | None:
    """Give the account that an ARN names, where it is known to be another than that of the role, which is known too."""
    own = role.stack.account
    if Token.is_unresolved(arn) or Token.is_unresolved(own):
        return None
    owner = arn.split(":")[4]
    return None if owner == own else owner


class ResourcesOfOthers:
    """The policies that owners in other accounts have to add to their buckets, keys, domains and catalogs.

    Attributes:
        policies: ARN of the bucket, key, domain or catalog to its policy.
    """

    def __init__(self) -> None:
        self.policies: dict[str, iam.PolicyDocument] = {}

    def ask(self, kind: str, arn: str, owner: str, role: iam.Role, allowed: Iterable[Allowed]) -> None:
        """Add what a role needs to the policy that the owner is told in an output of the stack.

        Args:
            kind: `Bucket`, `Key`, `Domain` or `Catalog`.
            arn: of it.
            owner: its account.
            role: that needs it.
            allowed: what the role's own policy allows: actions and resources.

        Source: Firehose Developer Guide, "Cross-account delivery to an Amazon S3 destination".
        """
        scope = role.node.scope
        assert isinstance(scope, Construct)
        if arn not in self.policies:
            policy = self.policies[arn] = iam.PolicyDocument()
            CfnOutput(
                scope,
                f"Required{kind}Policy{len(self.policies)}",
                description=f"{kind.lower()} policy that account {owner} has to add",
                value=Stack.of(scope).to_json_string(policy),
            )
        for actions, resources in allowed:
            self.policies[arn].add_statements(
                iam.PolicyStatement(
                    principals=[iam.ArnPrincipal(role.role_arn)],
                    actions=list(actions),
                    resources=list(resources),
                )
            )
