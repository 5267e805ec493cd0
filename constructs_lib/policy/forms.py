"""What a check says of the form of templates, as far as AWS's engine does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from constructs_lib.graph import Resource
from constructs_lib.graph.readers.form import FormError
from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.notices.notice import tell
from constructs_lib.policy.notices.templates import FORM

BEFORE_PROPERTIES = ("Resources", "a logical id", "Properties")


def form_findings(name: str, errors: Iterable[FormError], resources: Sequence[Resource]) -> Iterator[Finding]:
    """Make findings of what is wrong with the form of a template.

    Args:
        name: of the template.
        errors: what is wrong.
        resources: of the template.
    """
    types = {resource.id: resource.type for resource in resources}
    for error in errors:
        in_resource = error.path[:1] == ("Resources",) and len(error.path) > 1
        resource = str(error.path[1]) if in_resource else ""
        below = error.path[len(BEFORE_PROPERTIES) :] if "Properties" in error.path[2:3] else error.path[2:]
        yield tell(
            FORM,
            error.text,
            file=name,
            line=error.line,
            column=error.column,
            resource=resource,
            resource_type=types.get(resource, ""),
            property=".".join(map(str, below if in_resource else error.path)) or None,
            origin="schema",
        )


def not_said(found: Iterable[Finding], engine: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what AWS's engine says of the same place."""
    said = {place(finding) for finding in engine if finding.severity is Severity.ERROR}
    return (finding for finding in found if place(finding) not in said)


def place(finding: Finding) -> tuple[str, int | None, int | None]:
    """Where a finding points."""
    return finding.file, finding.line, finding.column
