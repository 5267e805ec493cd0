"""What a check says of pipeline specs, in their own keywords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from constructs_lib.graph import Resource
from constructs_lib.policy.finding import Finding, UndecidedFinding
from constructs_lib.policy.notices.notice import tell
from constructs_lib.policy.notices.specs import SPEC
from constructs_lib.policy.words import in_words
from constructs_lib.spec import MADE, Spec


def spec_findings(spec: Spec) -> Iterator[Finding]:
    """Say what does not keep the form of a spec."""
    for error in spec.errors:
        line, column = spec.document.place(error.path)
        yield tell(
            SPEC,
            error.text,
            file=spec.document.name,
            line=line,
            column=column,
            resource=str(error.path[1]) if len(error.path) > 1 else "",
            resource_type=str(error.path[0]) if error.path else "pipeline",
            argument=".".join(map(str, error.path[2:])) or None,
            given=error.given,
            allowed=error.allowed,
            fix=None,
            origin="schema",
        )


def in_keywords(findings: Iterable[Finding], resources: Iterable[Resource]) -> Iterator[Finding]:
    """Say findings about specs in the keywords of the spec; those about templates stay as they are."""
    written = from_specs(resources)
    for finding in findings:
        resource = written.get((finding.file, finding.resource))
        keyword = finding.argument
        yield in_words(finding, resource.arguments, keyword) if resource and keyword else finding


def without_made(undecided: Sequence[UndecidedFinding], resources: Iterable[Resource]) -> Iterator[UndecidedFinding]:
    """Leave out what the constructs decide and not the spec: they ask the same rules about it."""
    written = from_specs(resources)
    for result in undecided:
        resource = written.get((result.file, result.resource))
        if resource is None or not is_made(resource, result.property or ""):
            yield result


def is_made(resource: Resource, path: str) -> bool:
    """Tell whether a property, or what encloses it, is for the constructs to decide."""
    node: Any = resource.properties
    for step in path.split("."):
        if isinstance(node, list):
            node = node[int(step)]
        elif isinstance(node, dict):
            node = node.get(step)
    return node is MADE


def from_specs(resources: Iterable[Resource]) -> dict[tuple[str, str], Resource]:
    """The resources that a spec stands for, by file and id."""
    return {(each.template.name, each.id): each for each in resources if each.arguments}
