"""The policy: rules over the resource graph, and what they find."""

from constructs_lib.policy.checker import check
from constructs_lib.policy.compliance import InvalidProperties, require_compliant
from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding
from constructs_lib.policy.registry import discover
from constructs_lib.policy.report import Report
from constructs_lib.policy.rule import Rule, Violation, rule

__all__ = [
    "Finding", "InvalidProperties", "Report", "Rule", "Severity", "UndecidedFinding", "Violation", "check", "discover",
    "require_compliant", "rule",
]  # fmt: skip
