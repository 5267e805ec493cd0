"""The report for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding
from constructs_lib.policy.report import Report
from constructs_lib.report.style import PLAIN, Style

ROWS = ("argument", "property", "given", "allowed", "why", "fix", "source")
LONGEST = 600
"""Characters of one line: more of what a template holds helps nobody."""


def as_text(report: Report, *, style: Style = PLAIN, show_info: bool = False) -> str:
    """Write a report for a terminal.

    Args:
        report: what to write.
        style: how to colour it; not at all by default.
        show_info: whether advice is written out, or only counted.
    """
    shown = [finding for finding in report.findings if show_info or finding.severity is not Severity.INFO]
    blocks = [*finding_blocks(shown, style), *undecided_block(report.undecided, style), count_line(report, style)]
    return "\n\n".join(blocks)


def finding_blocks(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    """Write each file's findings under the file's name."""
    for file, group in groupby(findings, key=lambda finding: finding.file):
        blocks = [finding_block(finding, style) for finding in group]
        yield "\n\n".join([style.bold(tamed(file)), *blocks] if file else blocks)


def finding_block(finding: Finding, style: Style) -> str:
    """Write one finding."""
    place = ":".join(str(part) for part in (finding.line, finding.column) if part)
    severity = style.severity(finding.severity)
    head = f"{f'{place:<8} ' if place else ''}{severity} {finding.rule} {finding.name}"
    where = finding.construct_path or finding.resource
    lines = [head, f"  {tamed(finding.message)}"]
    if where:
        lines.append(row("where", f"{where} ({finding.resource_type})", style))
    lines += [row(name, text, style) for name in ROWS if (text := getattr(finding, name))]
    return "\n".join(lines)


def row(title: str, text: str, style: Style) -> str:
    """Write one line of a finding."""
    return f"  {style.dim(f'{title:<9}')} {tamed(text)}"


def tamed(text: str) -> str:
    """Keep what a template holds from steering the terminal or filling it."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() or each == "\n" else repr(each)[1:-1] for each in text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def undecided_block(undecided: Iterable[UndecidedFinding], style: Style) -> Iterator[str]:
    """Write what could not be decided, one line for each property."""
    lines: dict[str, list[str]] = {}
    for result in undecided:
        place = f"{result.construct_path or result.resource}{f'.{result.property}' if result.property else ''}"
        lines.setdefault(f"{place}: {result.reason}", []).append(result.rule)
    if lines:
        rows = [f"  {tamed(text)} {style.dim('(' + ', '.join(rules) + ')')}" for text, rules in lines.items()]
        yield "\n".join([style.bold("undecided until deployment"), *rows])


def count_line(report: Report, style: Style) -> str:
    """Count everything in one line."""
    summary = report.summary
    counts = [
        plural(summary["errors"], "error"),
        plural(summary["warnings"], "warning"),
        f"{summary['info']} info",
        f"{summary['undecided']} undecided",
    ]
    files = f" in {plural(summary['files'], 'file')}" if summary["files"] else ""
    text = f"{', '.join(counts)}; checked {plural(summary['resources'], 'resource')}{files}"
    return style.bad(text) if summary["errors"] else style.good(text)


def plural(count: int, noun: str) -> str:
    """Write a count: `1 error`, `2 errors`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
