"""Rules of other people's packs that a construct does not follow, each with the reason in writing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct

from constructs_lib.cdk.tree import stack_of

# In the id of an acknowledgement the CDK takes brackets for its own.
BRACKETS = frozenset("()[]{}")


def acknowledge(scope: IConstruct, reason: str, *rules: str) -> None:
    """Record why the constructs under this scope do not follow these rules.

    Args:
        scope: the construct, children included.
        reason: goes into the construct's metadata, for auditors.
        rules: ids such as `AwsSolutions-S1`.
    """
    Validations.of(scope).acknowledge(*(Acknowledgment(id=rule, reason=reason) for rule in rules))


def acknowledge_wildcards(role: IConstruct, reason: str, resources: Iterable[str]) -> None:
    """Record why a role's policy names these resources with a wildcard.

    Args:
        role: the role whose policy it is.
        reason: as in `acknowledge`.
        resources: ARNs that hold a wildcard; cdk-nag makes one finding of each.
    """
    flat = [_flat(arn) for arn in stack_of(role).resolve(list(resources))]
    acknowledge(role, reason, *(f"AwsSolutions-IAM5[Resource::{arn}]" for arn in flat if not BRACKETS & set(arn)))


def _flat(value: Any) -> str:
    """Write an ARN as cdk-nag does in the id of its finding."""
    match value:
        case str():
            return value
        case {"Fn::Join": [str() as separator, list() as parts]}:
            return separator.join(map(_flat, parts))
        case {"Fn::GetAtt": [str() as resource, str() as attribute]}:
            return f"<{resource}.{attribute}>"
        case {"Ref": str() as name}:
            return f"<{name}>"
        case _:
            return str(value)
