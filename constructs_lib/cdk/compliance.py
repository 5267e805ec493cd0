"""Ask the policy about the very properties a construct is about to define."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from weakref import WeakKeyDictionary

from aws_cdk import Annotations
from constructs import IConstruct

from constructs_lib.cdk.tokens import NO_REFERENCES, is_token, known
from constructs_lib.cdk.tree import nearest_given, node_of, stack_of, tree_path
from constructs_lib.graph import Definition, Reference
from constructs_lib.policy import Finding, require_compliant
from constructs_lib.policy.profile import NOWHERE, Environment, Profile, profile_in_force

PROFILE = "kinesis-constructs:profile"
"""Context key that names the file of the organisation's profile, in cdk.json or on any scope; empty text for none."""
WAIVED = "kinesis-constructs:waived"
"""Type of a construct's metadata about what the profile accepts."""


_PROFILES: WeakKeyDictionary[IConstruct, str | None] = WeakKeyDictionary()
"""What the context of a scope says; the CDK lets no scope's context change once it has children."""


class ConstructPath(str):
    """The path of a construct, which remembers a scope it stands below: that decides about profile and environment."""

    scope: IConstruct

    def __new__(cls, scope: IConstruct, path: str) -> Self:
        """Keep the scope beside the path."""
        made = super().__new__(cls, path)
        made.scope = scope
        return made


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What the policy let pass.

    Attributes:
        definition: the resource, without tokens.
        remarks: findings that are no errors.
        accepted: findings that the profile waives, with owner, reason and expiry date.
    """

    definition: Definition
    remarks: Sequence[Finding]
    accepted: Sequence[Mapping[str, Any]] = ()

    def annotate(self, construct: IConstruct) -> Definition:
        """Show the remarks as warnings of the construct, which its user can acknowledge; give the definition.

        What the profile waives goes into the construct's metadata, for auditors.
        """
        for remark in self.remarks:
            text = f"{remark.message}: {remark.fix}" if remark.fix else remark.message
            Annotations.of(construct).add_warning_v2(f"kinesis-constructs:{remark.rule}", text)
        for finding in self.accepted:
            said = {key: finding[key] for key in ("rule", "message", "owner", "reason", "expires")}
            construct.node.add_metadata(WAIVED, said)
        return self.definition


def path_of(scope: IConstruct, id: str = "") -> ConstructPath:
    """Give the path that a construct of this id will have under this scope; the scope's own without an id."""
    return ConstructPath(scope, "/".join(part for part in (tree_path(scope), id) if part))


def profile_of(scope: IConstruct) -> Profile:
    """Find the profile in force for a scope: the one its context names, or else the one the environment names.

    Raises:
        InvalidProfile: it cannot be used.
    """
    given = nearest_given(scope)
    if given not in _PROFILES:
        _PROFILES[given] = node_of(given).try_get_context(PROFILE)
    return profile_in_force(_PROFILES[given])


def environment_of(scope: IConstruct) -> Environment:
    """Say where a construct is deployed, as far as its stack tells."""
    stack = stack_of(scope)
    return Environment(*(None if is_token(part) else part for part in (stack.account, stack.region)))


def approve(
    path: ConstructPath,
    type: str,
    properties: Mapping[str, Any],
    *,
    arguments: Mapping[str, str],
    context: Iterable[Definition | None] = (),
    references: Mapping[str, Reference] = NO_REFERENCES,
    hints: Mapping[str, Any] | None = None,
    depends_on: tuple[str, ...] = (),
) -> Approval:
    """Let a definition pass, or refuse it with everything that is wrong with it.

    Args:
        path: path of the construct, from `path_of`.
        type: CloudFormation type.
        properties: in CloudFormation's casing, tokens inside.
        arguments: property path to the name of the Python argument that decides it.
        context: the definitions it is related to; `None` for those of another app.
        references: token text to the attribute of a definition in the context that it stands for.
        hints: what CloudFormation has no property for.
        depends_on: ids of definitions in the context that the deployment makes first.

    Raises:
        InvalidProfile: the organisation's profile cannot be used.
        InvalidProperties: with every finding about the resource.
    """
    definition = Definition(
        id=str(path),
        type=type,
        properties=known(properties, references),
        arguments=arguments,
        hints=hints or {},
        depends_on=depends_on,
    )
    profile = profile_of(path.scope)
    results = require_compliant(
        definition,
        context=[other for other in context if other is not None],
        profile=profile,
        environment=environment_of(path.scope) if profile.quotas else NOWHERE,
    )
    return Approval(definition=definition, remarks=results.findings, accepted=results.accepted)


def present(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is absent, at every depth."""
    return {name: _present(value) for name, value in properties.items() if value is not None}


def _present(value: Any) -> Any:
    if isinstance(value, Mapping):
        return present(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_present(item) for item in value]
    return value
