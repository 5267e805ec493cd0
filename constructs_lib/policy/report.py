"""What a check returns: the same fields in Python, JSON and every other format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding

VERSION = 1


class Unreadable(NamedTuple):
    """A file that could not be read, with one sentence that says why."""

    file: str
    problem: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The result of a check.

    Attributes:
        findings: sorted by file and place.
        undecided: rules that could not be decided, because a value is known only at deployment.
        acknowledged: findings that somebody accepted with a reason: the finding's fields and `reason`.
        files: the files that were checked.
        resources: how many resources they define.
        unreadable: the files that could not be read.
    """

    findings: Sequence[Finding] = ()
    undecided: Sequence[UndecidedFinding] = ()
    acknowledged: Sequence[dict[str, Any]] = ()
    files: Sequence[str] = ()
    resources: int = 0
    unreadable: Sequence[Unreadable] = ()

    @property
    def summary(self) -> dict[str, int]:
        """Counts: files, resources, errors, warnings, info, undecided."""
        count = Counter(finding.severity for finding in self.findings)
        return {
            "files": len(self.files),
            "resources": self.resources,
            "errors": count[Severity.ERROR],
            "warnings": count[Severity.WARNING],
            "info": count[Severity.INFO],
            "undecided": len(self.undecided),
        }

    def reaches(self, threshold: Severity) -> bool:
        """Tell whether a finding is as bad as a severity, or worse."""
        return any(finding.severity.rank <= threshold.rank for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "version": VERSION,
            "findings": [finding.to_dict() for finding in self.findings],
            "undecided": [finding.to_dict() for finding in self.undecided],
            "acknowledged": list(self.acknowledged),
            "summary": self.summary,
        }
