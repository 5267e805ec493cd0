"""Roles that services assume, and what a role may do: collected first, and then defined as one policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct, IConstruct, IDependable

from constructs_lib.cdk.acknowledge import Acknowledgements
from constructs_lib.cdk.attributes import key_arn
from constructs_lib.cdk.tree import remember_place, stack_of

# Firehose's own documentation names no condition. Roles that its console made ask for the external id, and
# `aws:SourceAccount` is the key that services send by convention; either one keeps other accounts out.
ACCOUNT_KEYS = ("aws:SourceAccount", "sts:ExternalId")
VERSION = "2012-10-17"
IMPORTED_KEY = ":key/"
"""In the ARN of a key, and in none of an alias; the policy of an imported key cannot be changed anyway."""

_FIREHOSE: WeakKeyDictionary[Stack, iam.IPrincipal] = WeakKeyDictionary()


class Permissions:
    """What a role may do, as plain statements until `define`: each grant of the CDK is several round trips to Node.

    Args:
        scope: where the policy is defined.
        role: the role.
        acknowledgements: of wildcards in resources.
    """

    def __init__(self, scope: Construct, role: iam.IRole, acknowledgements: Acknowledgements) -> None:
        self._scope, self._role = scope, role
        self._statements: list[dict[str, Any]] = []
        self._grants: list[iam.Grant] = []
        self._acknowledgements = acknowledgements

    @property
    def stack(self) -> Stack:
        """The stack of the policy."""
        return stack_of(self._scope)

    def allow(
        self,
        actions: Iterable[str],
        *resources: str,
        conditions: Mapping[str, Any] | None = None,
        wildcards_because: str | None = None,
    ) -> None:
        """Allow actions on resources.

        Args:
            actions: such as `s3:PutObject`.
            resources: ARNs.
            conditions: under which it is allowed.
            wildcards_because: why resources hold wildcards, for auditors.
        """
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
        self._statements.append({**statement, "Condition": conditions} if conditions else statement)
        if wildcards_because is not None:
            self._acknowledgements.add_wildcards(wildcards_because, [arn for arn in resources if "*" in arn])

    def allow_key(self, key: kms.IKey | None, *actions: str) -> None:
        """Allow actions with a key, if there is one; the CDK decides about aliases and about keys of other stacks."""
        if key is None:
            return
        own = stack_of(key) is self.stack if isinstance(key, kms.Key) else IMPORTED_KEY in key_arn(key)
        if own:
            self.allow(actions, key_arn(key))
        else:
            self.add(key.grant(self._role, *actions))

    def add(self, grant: iam.Grant) -> None:
        """Take what was granted by a construct's own method."""
        self._grants.append(grant)

    def define(self) -> list[IDependable]:
        """Define the policy; what uses the role must wait for what this gives."""
        if not self._statements:
            return [*self._grants]
        if not isinstance(self._role, iam.Role):
            return [*self._grants, *map(self._granted, self._statements)]
        document = iam.PolicyDocument.from_json({"Version": VERSION, "Statement": self._statements})
        return [*self._grants, iam.Policy(self._scope, "Permissions", roles=[self._role], document=document)]

    def _granted(self, statement: Mapping[str, Any]) -> iam.Grant:
        """Let the CDK decide about a role that was imported."""
        return iam.Grant.add_to_principal(
            grantee=self._role,
            actions=statement["Action"],
            resource_arns=statement["Resource"],
            conditions=statement.get("Condition"),
        )


class ServiceRole(iam.Role):
    """Define a role that a service assumes, whose permissions are collected.

    Args:
        scope: the parent.
        id: unique in the scope.
        assumed_by: the service.
        description: what for.
        acknowledgements: where wildcards in the permissions are acknowledged; the caller records them.

    Attributes:
        permissions: what it may do.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        assumed_by: iam.IPrincipal,
        description: str,
        acknowledgements: Acknowledgements,
    ) -> None:
        super().__init__(scope, id, assumed_by=assumed_by, description=description)
        remember_place(self, scope, id)
        self.permissions = Permissions(self, self, acknowledgements)


def firehose_role(scope: Construct, id: str, acknowledgements: Acknowledgements) -> ServiceRole:
    """Define a role without permissions that Firehose may assume for delivery streams of this account alone."""
    stack = stack_of(scope)
    if stack not in _FIREHOSE:
        account = stack.account
        _FIREHOSE[stack] = iam.CompositePrincipal(
            *(
                iam.ServicePrincipal("firehose.amazonaws.com", conditions={"StringEquals": {key: account}})
                for key in ACCOUNT_KEYS
            )
        )
    return ServiceRole(
        scope, id, assumed_by=_FIREHOSE[stack], description="Delivers records", acknowledgements=acknowledgements
    )


@cache
def service(name: str) -> iam.ServicePrincipal:
    """Give the principal of a service, without conditions."""
    return iam.ServicePrincipal(name)


def permissions(role: iam.Role) -> list[IConstruct]:
    """Give the policy that holds what was granted to a role so far: what uses the role must wait for it."""
    policy = role.node.try_find_child("DefaultPolicy")
    return [policy] if policy else []
