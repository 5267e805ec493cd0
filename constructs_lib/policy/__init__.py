"""The policy: rules over the resource graph, and what they find."""

from typing import TYPE_CHECKING

from constructs_lib.lazy import lazily

# `rule` is the name of a module, too: what is imported first would hide the other.
from constructs_lib.policy.rule import Rule, Violation, rule

if TYPE_CHECKING:
    from constructs_lib.policy.checker import check
    from constructs_lib.policy.compliance import InvalidProperties, require_compliant
    from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding
    from constructs_lib.policy.registry import discover
    from constructs_lib.policy.report import Report

__getattr__, __dir__ = lazily(__name__)

__all__ = [
    "Finding", "InvalidProperties", "Report", "Rule", "Severity", "UndecidedFinding", "Violation", "check", "discover",
    "require_compliant", "rule",
]  # fmt: skip
