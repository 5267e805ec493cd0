"""Apply a profile to rules and to what they found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.profile.profile import Profile, Waiver
from constructs_lib.policy.profile.rules import profile_rules
from constructs_lib.policy.rule import Rule


def rules_under(profile: Profile, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Leave out what a profile switches off, change severities, and add what it asks for."""
    chosen = profile.severities
    kept = (rule for rule in rules if rule.id not in chosen or chosen[rule.id] is not None)
    changed = (replace(rule, override=chosen[rule.id]) if rule.id in chosen else rule for rule in kept)
    return (*changed, *profile_rules(profile))


def waive(profile: Profile, findings: Sequence[Finding], today: dt.date) -> tuple[list[Finding], list[dict[str, Any]]]:
    """Set accepted findings apart, and report waivers that have expired or are of no use.

    Returns:
        The findings left, and those accepted with owner, reason and expiry date.
    """
    used: set[int] = set()
    left: list[Finding] = []
    accepted: list[dict[str, Any]] = []
    for finding in findings:
        waiver = next((w for w in profile.waivers if w.covers(finding)), None)
        if waiver is not None:
            used.add(id(waiver))
        if waiver is None or waiver.expires < today:
            left.append(finding)
        else:
            accepted.append(
                {
                    **finding.to_dict(),
                    "reason": waiver.reason,
                    "owner": waiver.owner,
                    "expires": waiver.expires.isoformat(),
                }
            )
    return [*left, *about_waivers(profile, used, today)], accepted


def about_waivers(profile: Profile, used: set[int], today: dt.date) -> Iterator[Finding]:
    """Find waivers that have expired, and those that nothing needs."""
    for waiver in profile.waivers:
        if waiver.expires < today:
            message = f"the waiver of {waiver.rule} expired on {waiver.expires.isoformat()}"
            yield about(profile, waiver, "PRF001", "waiver-expired", message, Severity.ERROR,
                        "mend the resource, or agree on a new date with the owner")  # fmt: skip
        elif id(waiver) not in used:
            yield about(profile, waiver, "PRF002", "waiver-unused", f"nothing needs the waiver of {waiver.rule}",
                        Severity.WARNING, "take the waiver out of the profile")  # fmt: skip


def about(
    profile: Profile, waiver: Waiver, rule: str, name: str, message: str, severity: Severity, fix: str
) -> Finding:
    """Make a finding about a waiver."""
    return Finding(
        rule=rule,
        name=name,
        severity=severity,
        message=message,
        file=profile.name,
        line=waiver.line,
        column=1,
        resource=waiver.resource,
        resource_type="",
        given=f"owner {waiver.owner}, reason: {waiver.reason}",
        allowed="a waiver that is needed and in date",
        why="a waiver that nobody looks after hides what comes next",
        fix=fix,
        source=profile.name,
    )
