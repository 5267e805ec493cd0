"""Describe a finding that is made elsewhere, in the form of a rule."""

from __future__ import annotations

from typing import Any

from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.rule import Rule, nothing


def notice(
    id: str,
    name: str,
    title: str,
    *,
    severity: Severity = Severity.ERROR,
    resources: tuple[str, ...] = (),
    why: str,
    fix: str,
    source: str,
) -> Rule:
    """Make a rule that finds nothing by itself; the arguments are those of `Rule`."""
    return Rule(
        id=id, name=name, title=title, severity=severity, resources=resources, why=why, fix=fix, source=source,
        check=nothing,
    )  # fmt: skip


def tell(rule: Rule, message: str, **more: Any) -> Finding:
    """Make a finding that a notice explains.

    Args:
        rule: the notice.
        message: one line: what is wrong.
        more: fields of the finding; `why`, `fix` and `source` are those of the notice unless given.
    """
    facts = {"why": rule.why, "fix": rule.fix, "source": rule.source, **more}
    return Finding(rule=rule.id, name=rule.name, severity=rule.severity, message=message, **facts)
