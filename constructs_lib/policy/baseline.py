"""A baseline: the findings that a repository starts with, set apart so that only new ones count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from constructs_lib.policy.finding import Finding

VERSION = 1
FIELDS = ("rule", "file", "resource", "property")


class InvalidBaseline(ValueError):
    """A baseline file cannot be used."""


def write_baseline(findings: Iterable[Finding]) -> str:
    """Write the findings that are to be set apart.

    Lines and texts are left out, so that a baseline holds while a template moves around it.
    """
    entries = sorted({key(finding) for finding in findings})
    document = {"version": VERSION, "findings": [dict(zip(FIELDS, entry, strict=True)) for entry in entries]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def read_baseline(text: str, name: str) -> Counter[tuple[str, ...]]:
    """Read a baseline.

    Raises:
        InvalidBaseline: it is none.
    """
    try:
        document = json.loads(text)
        entries = [tuple(str(entry[field] or "") for field in FIELDS) for entry in document["findings"]]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidBaseline(f"{name}: it is no baseline; write one with --write-baseline") from error
    if document.get("version") != VERSION:
        raise InvalidBaseline(f"{name}: version {document.get('version')!r} is not {VERSION}")
    return Counter(entries)


def set_apart(
    findings: Sequence[Finding], baseline: Counter[tuple[str, ...]], name: str
) -> tuple[list[Finding], list[dict[str, Any]]]:
    """Tell new findings from those of a baseline.

    Returns:
        The new ones, and the others with the baseline as the reason.
    """
    left = [finding for finding in findings if key(finding) not in baseline]
    known = [{**finding.to_dict(), "reason": f"baseline {name}"} for finding in findings if key(finding) in baseline]
    return left, known


def key(finding: Finding) -> tuple[str, ...]:
    """What makes a finding the same one tomorrow."""
    return tuple(str(getattr(finding, field) or "") for field in FIELDS)
