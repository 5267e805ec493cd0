"""Ask the policy about the very properties a construct is about to define."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import Annotations
from constructs import Construct, IConstruct

from constructs_lib.cdk.tokens import NO_REFERENCES, known
from constructs_lib.graph import Definition, Reference
from constructs_lib.policy import Finding, require_compliant


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What the policy let pass.

    Attributes:
        definition: the resource, without tokens.
        remarks: findings that are no errors.
    """

    definition: Definition
    remarks: Sequence[Finding]

    def annotate(self, construct: IConstruct) -> Definition:
        """Show the remarks as warnings of the construct, which its user can acknowledge; give the definition."""
        for remark in self.remarks:
            text = f"{remark.message}: {remark.fix}" if remark.fix else remark.message
            Annotations.of(construct).add_warning_v2(f"kinesis-constructs:{remark.rule}", text)
        return self.definition


def path_of(scope: Construct, id: str) -> str:
    """Give the path that a construct of this id will have under this scope."""
    parent = scope.node.path
    return f"{parent}/{id}" if parent else id


def approve(
    path: str,
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
        path: path of the construct.
        type: CloudFormation type.
        properties: in CloudFormation's casing, tokens inside.
        arguments: property path to the name of the Python argument that decides it.
        context: the definitions it is related to; `None` for those of another app.
        references: token text to the attribute of a definition in the context that it stands for.
        hints: what CloudFormation has no property for.
        depends_on: ids of definitions in the context that the deployment makes first.

    Raises:
        InvalidProperties: with every finding about the resource.
    """
    definition = Definition(
        id=path,
        type=type,
        properties=known(properties, references),
        arguments=arguments,
        hints=hints or {},
        depends_on=depends_on,
    )
    results = require_compliant(definition, context=[other for other in context if other is not None])
    return Approval(definition=definition, remarks=results.findings)


def present(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is absent, at every depth."""
    return {name: _present(value) for name, value in properties.items() if value is not None}


def _present(value: Any) -> Any:
    if isinstance(value, Mapping):
        return present(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_present(item) for item in value]
    return value
