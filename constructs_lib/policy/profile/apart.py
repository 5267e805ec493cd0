"""Findings beside those of the rules on resources: how a profile names them, and where they are looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from constructs_lib.policy.finding import Finding
from constructs_lib.policy.profile.profile import Profile

ENGINE = r"^[EFIW]\d{4}$"
"""The ids of AWS's engine: its severity, and a number."""
UPDATES = "UPD"
ELSEWHERE = ("AUD", "ALM")
"""The families of what a check of templates does not look for: an audit and an assertion do."""
APART = (UPDATES, *ELSEWHERE, "TPL", "SPEC")

Judged = Callable[[str], bool]
"""Tells of a rule whether it was looked for, so that a waiver of it can be called unused."""


def of_engine(rule: str) -> bool:
    """Tell whether an id is one of AWS's engine."""
    return re.match(ENGINE, rule) is not None


def graded(profile: Profile, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give findings that no rule on a resource makes the severities of a profile, and leave out what it switches off.

    The rules on resources are given theirs before they run.
    """
    for finding in findings:
        rule = finding.rule
        if rule not in profile.severities or not (of_engine(rule) or rule.startswith(APART)):
            yield finding
        elif (severity := profile.severities[rule]) is not None:
            yield replace(finding, severity=severity)


def judged_in_templates(*, schema: bool, updates: bool) -> Judged:
    """Say what a check of templates looks for.

    Args:
        schema: whether AWS's engine runs beside the policy.
        updates: whether templates are compared with those that are deployed.
    """

    def judged(rule: str) -> bool:
        if of_engine(rule):
            return schema
        return updates if rule.startswith(UPDATES) else not rule.startswith(ELSEWHERE)

    return judged
