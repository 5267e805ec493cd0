"""Whether a report is a refusal, and what is said to whoever is refused."""

from __future__ import annotations

import os

from constructs_lib.limits import limit
from constructs_lib.policy import Finding, Severity
from constructs_lib.policy.report import Report

THRESHOLD_VARIABLE = "KINESIS_CONSTRUCTS_FAIL_ON"
"""The variable that names the mildest severity that is refused; `error` unless given."""
LINK = "https://github.com/kinesis-constructs/kinesis-constructs/blob/main/docs/rules/{rule}.md"
SEVERITY_LEVELS = {Severity.ERROR: "HIGH", Severity.WARNING: "MEDIUM", Severity.INFO: "INFORMATIONAL"}
MESSAGE_CHARACTERS = int(limit("cloudformation-hook-message").high)


def decide(report: Report) -> list[Finding]:
    """Give the findings for which a deployment is refused.

    Raises:
        ValueError: the variable names no severity.
    """
    named = os.environ.get(THRESHOLD_VARIABLE) or Severity.ERROR
    if named not in list(Severity):
        raise ValueError(f"{THRESHOLD_VARIABLE} is {named}; allowed is {', '.join(Severity)}")
    threshold = Severity(named)
    return [finding for finding in report.findings if finding.severity.rank <= threshold.rank]


def message(report: Report) -> str:
    """Say in a few lines what is wrong; what does not fit is counted.

    CloudFormation cuts longer messages off: limit cloudformation-hook-message.
    """
    refused = decide(report)
    if not refused:
        others = len(report.findings)
        remarks = "remark" if others == 1 else "remarks"
        return f"nothing is refused; {others} {remarks}" if others else "nothing is wrong"
    lines = [f"{len(refused)} {'problem' if len(refused) == 1 else 'problems'} for Kinesis and Firehose"]
    for number, finding in enumerate(refused):
        line = f"{finding.rule} {finding.resource}: {finding.message}" + (f" - {finding.fix}" if finding.fix else "")
        rest = f"... and {len(refused) - number} more"
        if len("\n".join([*lines, line, rest])) > MESSAGE_CHARACTERS:
            return "\n".join([*lines, rest])
        lines.append(line)
    return "\n".join(lines)
