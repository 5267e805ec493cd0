"""The report as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import quote

from constructs_lib import __version__
from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding
from constructs_lib.policy.report import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(report: Report) -> str:
    """Write a report as one SARIF run.

    Undecided results are of kind `open`: what they say is not known before deployment. What somebody has accepted is
    suppressed, with the reason.
    """
    accepted = [accepted_finding(entry) for entry in report.acknowledged]
    descriptors: dict[str, dict[str, Any]] = {}
    for finding in (*report.findings, *accepted):
        descriptors.setdefault(finding.rule, descriptor(finding))
    for undecided in report.undecided:
        descriptors.setdefault(undecided.rule, {"id": undecided.rule, "name": undecided.name})
    index = {rule: position for position, rule in enumerate(descriptors)}
    results = [result(finding, index[finding.rule]) for finding in report.findings]
    results += [
        {**result(finding, index[finding.rule]), "suppressions": [suppression(entry)]}
        for finding, entry in zip(accepted, report.acknowledged, strict=True)
    ]
    results += [open_result(undecided, index[undecided.rule]) for undecided in report.undecided]
    driver = {
        "name": "kinesis-constructs",
        "semanticVersion": f"{__version__}",
        "rules": list(descriptors.values()),
    }
    run = {"tool": {"driver": driver}, "results": results, **invocations(report)}
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def invocations(report: Report) -> dict[str, Any]:
    """Say what an audit looked at, and what it could not read."""
    skipped = getattr(report, "skipped", None)
    if skipped is None:
        return {}
    notes = [{"level": "warning", "message": {"text": f"not read: {one}"}} for one in skipped]
    place = {name: getattr(report, name) for name in ("account", "region")}
    return {"invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes, "properties": place}]}


def descriptor(finding: Finding) -> dict[str, Any]:
    """Describe a finding's rule."""
    description = {"id": finding.rule, "name": finding.name}
    texts = {"fullDescription": finding.why, "help": finding.fix}
    return {**description, **{key: {"text": text} for key, text in texts.items() if text}}


def result(finding: Finding, rule_index: int) -> dict[str, Any]:
    """Write one finding."""
    facts = {name: getattr(finding, name) for name in ("property", "given", "allowed", "source", "origin")}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message}; fix: {finding.fix}" if finding.fix else finding.message},
        "locations": [location(finding.file, finding.line, finding.column, finding.resource, finding.construct_path)],
        "properties": {name: value for name, value in facts.items() if value is not None},
    }


def open_result(undecided: UndecidedFinding, rule_index: int) -> dict[str, Any]:
    """Write what could not be decided."""
    place = (undecided.file, undecided.line, undecided.column, undecided.resource, undecided.construct_path)
    return {
        "ruleId": undecided.rule,
        "ruleIndex": rule_index,
        "kind": "open",
        "level": "none",
        "message": {"text": f"{undecided.property or 'the resource'} is undecided: {undecided.reason}"},
        "locations": [location(*place)],
    }


def accepted_finding(entry: Mapping[str, Any]) -> Finding:
    """Make a finding of one that was accepted."""
    facts = {field.name: entry[field.name] for field in fields(Finding) if field.name in entry}
    return Finding(**{**facts, "severity": Severity(facts["severity"])})


def suppression(entry: Mapping[str, Any]) -> dict[str, str]:
    """Say why a finding was accepted, by whom and until when."""
    who = ", until ".join(entry[key] for key in ("owner", "expires") if entry.get(key))
    reason = f"{entry['reason']} ({who})" if who else str(entry["reason"])
    return {"kind": "external", "status": "accepted", "justification": reason}


def location(
    file: str, line: int | None, column: int | None, resource: str, construct_path: str | None
) -> dict[str, Any]:
    """Write a place in a file, and the resource there; what runs in an account stands in no file."""
    region = {key: value for key, value in (("startLine", line), ("startColumn", column)) if value}
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(file.replace("\\", "/"))}}
    if region:
        physical["region"] = region
    found: dict[str, Any] = {"physicalLocation": physical} if file else {}
    if resource:
        name = construct_path or resource
        found["logicalLocations"] = [{"fullyQualifiedName": name, "name": resource, "kind": "resource"}]
    return found
