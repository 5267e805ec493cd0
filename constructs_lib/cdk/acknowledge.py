"""Rules of other people's packs that a construct does not follow, each with the reason in writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    _record(scope, ((rule, reason) for rule in rules))


def acknowledge_wildcards(role: IConstruct, reason: str, resources: Iterable[str]) -> None:
    """Record why a role's policy names these resources with a wildcard.

    Args:
        role: the role whose policy it is.
        reason: as in `acknowledge`.
        resources: ARNs that hold a wildcard; cdk-nag makes one finding of each.
    """
    _record(role, _of_wildcards(role, [(arn, reason) for arn in resources]))


class Acknowledgements:
    """Reasons for a construct and its children, collected to be recorded at once: that takes three round trips to Node.

    Args:
        scope: the construct.
    """

    def __init__(self, scope: IConstruct) -> None:
        self._scope = scope
        self._rules: list[tuple[str, str]] = []
        self._wildcards: list[tuple[str, str]] = []

    def add(self, reason: str, *rules: str) -> None:
        """Collect a reason, see `acknowledge`."""
        self._rules += [(rule, reason) for rule in rules]

    def add_wildcards(self, reason: str, resources: Iterable[str]) -> None:
        """Collect a reason, see `acknowledge_wildcards`."""
        self._wildcards += [(arn, reason) for arn in resources]

    def record(self) -> None:
        """Record what was collected, once nothing more comes."""
        if self._wildcards:
            self._rules += _of_wildcards(self._scope, self._wildcards)
        if self._rules:
            _record(self._scope, dict.fromkeys(self._rules))


def _record(scope: IConstruct, reasons: Iterable[tuple[str, str]]) -> None:
    Validations.of(scope).acknowledge(*(Acknowledgment(id=rule, reason=reason) for rule, reason in reasons))


def _of_wildcards(scope: IConstruct, wildcards: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the ids of cdk-nag's findings about resources that hold a wildcard, each with the reason for it."""
    arns = stack_of(scope).resolve([arn for arn, _ in wildcards])
    for arn, (_, reason) in zip(map(_flat, arns), wildcards, strict=True):
        if not BRACKETS & set(arn):
            yield f"AwsSolutions-IAM5[Resource::{arn}]", reason


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
