"""The report as GitHub workflow commands, which annotate the lines of a pull request."""

from __future__ import annotations

from collections.abc import Mapping

from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.report import Report

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
MESSAGE_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY_ESCAPES = {**MESSAGE_ESCAPES, ":": "%3A", ",": "%2C"}


def as_github(report: Report) -> str:
    """Write one command per finding.

    Source: GitHub's page "Workflow commands for GitHub Actions" (read 2026-11).
    """
    return "\n".join(map(command, report.findings))


def command(finding: Finding) -> str:
    """Write one finding."""
    place = {"file": finding.file, "line": finding.line, "col": finding.column}
    title = {"title": f"{finding.rule} {finding.name}"}
    properties = {**{key: value for key, value in place.items() if value}, **title}
    written = ",".join(f"{key}={escape(str(value), PROPERTY_ESCAPES)}" for key, value in properties.items())
    where = f"{finding.construct_path or finding.resource}: " if finding.resource else ""
    fix = f"\nfix: {finding.fix}" if finding.fix else ""
    return f"::{LEVELS[finding.severity]} {written}::{escape(f'{where}{finding.message}{fix}', MESSAGE_ESCAPES)}"


def escape(text: str, escapes: Mapping[str, str]) -> str:
    """Escape what would end a part of the command; the escape character comes first."""
    for character, code in escapes.items():
        text = text.replace(character, code)
    return text
