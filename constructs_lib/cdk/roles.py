"""Roles that one service may take on behalf of this account alone."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct, IConstruct


def service_role(scope: Construct, id: str, service: str, description: str) -> iam.Role:
    """Define a role without permissions that a service may assume for resources of this account.

    Args:
        scope: the parent.
        id: unique in the scope.
        service: its principal, such as `firehose.amazonaws.com`.
        description: what the role is for.
    """
    account = Stack.of(scope).account
    principal = iam.ServicePrincipal(service, conditions={"StringEquals": {"aws:SourceAccount": account}})
    return iam.Role(scope, id, assumed_by=principal, description=description)


def permissions(role: iam.Role) -> list[IConstruct]:
    """Give the policy that holds what was granted to a role so far: what uses the role must wait for it."""
    policy = role.node.try_find_child("DefaultPolicy")
    return [policy] if policy else []
