"""The role of a delivery stream, and what holds the permissions of a role."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from constructs import Construct, IConstruct

from constructs_lib.cdk.tree import stack_of

# Firehose's own documentation names no condition. Roles that its console made ask for the external id, and
# `aws:SourceAccount` is the key that services send by convention; either one keeps other accounts out.
ACCOUNT_KEYS = ("aws:SourceAccount", "sts:ExternalId")


def firehose_role(scope: Construct, id: str) -> iam.Role:
    """Define a role without permissions that Firehose may assume for delivery streams of this account alone."""
    account = stack_of(scope).account
    principals = [
        iam.ServicePrincipal("firehose.amazonaws.com", conditions={"StringEquals": {key: account}})
        for key in ACCOUNT_KEYS
    ]
    return iam.Role(scope, id, assumed_by=iam.CompositePrincipal(*principals), description="Delivers records")


def permissions(role: iam.Role) -> list[IConstruct]:
    """Give the policy that holds what was granted to a role so far: what uses the role must wait for it."""
    policy = role.node.try_find_child("DefaultPolicy")
    return [policy] if policy else []
