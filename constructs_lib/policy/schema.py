"""CloudFormation's schemas and generic rules, through AWS's own engine, as findings of the same report."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.rule import Rule, nothing

if TYPE_CHECKING:
    from cloudformation_validate import CompositeEngine, Diagnostic, RuleInfo

SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARN": Severity.WARNING, "INFO": Severity.INFO}
ORIGINS = {"CFN_LINT": "cfn-lint's rules", "SCHEMA": "CloudFormation's schemas", "ENGINE": "rules of its own"}
"""Where the engine has a rule from."""
RESOURCE_PATH = "Properties."


def load() -> None:
    """Import the engine before others work beside it: threads that import take turns, and this one is waited for."""
    import cloudformation_validate  # noqa: F401


@cache
def engine() -> CompositeEngine:
    """Start the engine; it compiles its schemas once per process.

    It is let go before the interpreter takes its module apart, which its finalizer needs.
    """
    from cloudformation_validate import CompositeEngine

    atexit.register(engine.cache_clear)
    return CompositeEngine()


@cache
def engine_rules() -> Mapping[str, Rule]:
    """The engine's rules by id, as far as it tells what they are about."""
    return {found.id: of_engine(found) for found in engine().list_rules()}


def of_engine(found: RuleInfo) -> Rule:
    """Put what the engine says of a rule into the form of ours."""
    from importlib.metadata import version

    return Rule(
        id=found.id,
        name=category_name(found.category),
        title=f"finds: {found.description}",
        severity=SEVERITIES.get(found.severity.name, Severity.INFO),
        resources=(),
        why="AWS's own engine says so of a template: cloudformation-validate, which runs beside the policy",
        fix="mend what the finding names; leave the engine out with --no-schema",
        source=f"cloudformation-validate {version('cloudformation-validate')}, {ORIGINS[found.origin.name]}",
        check=nothing,
    )


def category_name(category: str | None) -> str:
    """Name a category of the engine as rules are named."""
    return (category or "schema").lower().replace(" ", "-")


def schema_findings(content: str | bytes, name: str) -> Iterator[Finding]:
    """Check one template with CloudFormation's schemas.

    Args:
        content: JSON or YAML text that the template model could read.
        name: how the user names the file.
    """
    from cloudformation_validate import TemplateContent, ValidationError

    try:
        report = engine().validate_template(TemplateContent(content, name))
    except ValidationError:
        return
    for diagnostic in report.diagnostics:
        if diagnostic.severity.name in SEVERITIES:
            yield from_diagnostic(diagnostic, name)


def from_diagnostic(diagnostic: Diagnostic, name: str) -> Finding:
    """Make a finding of one of the engine's diagnostics."""
    entity = diagnostic.entity
    path = diagnostic.property_path or ""
    return Finding(
        rule=diagnostic.rule_id,
        name=category_name(diagnostic.category),
        severity=SEVERITIES[diagnostic.severity.name],
        message=diagnostic.message,
        file=name,
        line=diagnostic.start_line,
        column=diagnostic.start_column,
        resource=getattr(entity, "logical_id", None) or "",
        resource_type=getattr(entity, "resource_type", None) or "",
        property=path.removeprefix(RESOURCE_PATH) or None,
        why=diagnostic.rule_description,
        fix=diagnostic.suggested_fix,
        source=diagnostic.documentation_url,
        origin="schema",
    )


def without_doubles(found: Iterable[Finding], policy: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what the policy says of the same property, with more to read."""
    said = {(finding.file, finding.resource, finding.property) for finding in policy}
    for finding in found:
        if (finding.file, finding.resource, finding.property) not in said:
            yield finding
