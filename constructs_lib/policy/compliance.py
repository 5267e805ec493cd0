"""The policy at construct time: every finding at once, before anything is synthesized."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from constructs_lib.graph import Definition
from constructs_lib.graph.readers.definitions import read_definitions
from constructs_lib.policy.engine import Results, run
from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.registry import discover

PACKAGE = Path(__file__).resolve().parent.parent


class InvalidProperties(ValueError):
    """A construct was given properties that the policy refuses.

    Attributes:
        findings: every finding, errors first.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: (finding.severity.rank, finding.order())))
        count = "1 problem" if len(findings) == 1 else f"{len(findings)} problems"
        super().__init__(f"{count}\n\n" + "\n\n".join(map(str, self.findings)))


def require_compliant(definition: Definition, *, context: Iterable[Definition] = ()) -> Results:
    """Check a resource that a construct is about to define.

    Args:
        definition: the resource.
        context: what it refers to: its source, its functions, its siblings.

    Returns:
        What is no error: warnings, advice and what could not be decided.

    Raises:
        InvalidProperties: at least one error was found; it carries all of them.
    """
    graph = read_definitions([*context, definition])
    subject = [resource for resource in graph.resources if resource.id == definition.id]
    results = run(graph, [rule for rule in discover() if definition.type in rule.resources], subject)
    errors = [finding for finding in results.findings if finding.severity is Severity.ERROR]
    if errors:
        file, line = caller()
        raise InvalidProperties([replace(finding, file=file, line=line) for finding in errors])
    return results


def caller() -> tuple[str, int | None]:
    """Find the user's own line: the nearest one outside this package and outside jsii."""
    frame = inspect.currentframe()
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if not path.is_relative_to(PACKAGE) and "jsii" not in path.parts and path.exists():
            return str(path), frame.f_lineno
        frame = frame.f_back
    return "", None
