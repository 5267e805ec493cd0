"""What a report says of an update alone."""

from __future__ import annotations

from dataclasses import replace

from constructs_lib.policy.report import Report
from constructs_lib.policy.updates.compare import UPDATE_RULES

OF_UPDATES = frozenset(rule.id for rule in UPDATE_RULES)


def updates_alone(report: Report) -> Report:
    """Leave out what a check finds in the new template itself.

    Args:
        report: of a check against an older template.
    """
    return replace(
        report,
        findings=[finding for finding in report.findings if finding.rule in OF_UPDATES],
        undecided=[gap for gap in report.undecided if gap.rule in OF_UPDATES],
        acknowledged=[accepted for accepted in report.acknowledged if accepted["rule"] in OF_UPDATES],
    )
