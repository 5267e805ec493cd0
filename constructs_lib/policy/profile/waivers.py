"""What a profile accepts for a while, and what is to be said of its waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.profile.profile import Profile, Waiver
from constructs_lib.policy.rule import Rule, nothing

WHY = "a waiver that nobody looks after hides what comes next"
EXPIRED = Rule(
    id="PRF001",
    name="waiver-expired",
    title="a waiver is in date",
    severity=Severity.ERROR,
    resources=(),
    why=WHY,
    fix="mend the resource, or agree on a new date with the owner",
    source="the profile",
    check=nothing,
)
UNUSED = Rule(
    id="PRF002",
    name="waiver-unused",
    title="a waiver is needed",
    severity=Severity.WARNING,
    resources=(),
    why=WHY,
    fix="take the waiver out of the profile",
    source="the profile",
    check=nothing,
)
WAIVER_RULES = (EXPIRED, UNUSED)


def waive(
    profile: Profile, findings: Sequence[Finding], today: dt.date, files: Iterable[str] | None = None
) -> tuple[list[Finding], list[dict[str, Any]]]:
    """Set accepted findings apart, and report waivers that have expired or are of no use.

    Args:
        profile: holds the waivers.
        findings: what was found.
        today: the day on which waivers are judged.
        files: everything that was looked at, so that a waiver about it can be called unused; unless given, only the
            waivers of these findings are judged.

    Returns:
        The findings left, and those accepted with owner, reason and expiry date.
    """
    used: set[int] = set()
    left: list[Finding] = []
    accepted: list[dict[str, Any]] = []
    for finding in findings:
        covering = [waiver for waiver in profile.waivers if waiver.covers(finding)]
        used |= {waiver.line for waiver in covering}
        waiver = next((waiver for waiver in covering if waiver.expires >= today), None)
        if waiver is None:
            left.append(finding)
        else:
            said = {"reason": waiver.reason, "owner": waiver.owner, "expires": waiver.expires.isoformat()}
            accepted.append({**finding.to_dict(), **said})
    judged = [
        waiver for waiver in profile.waivers if (waiver.line in used if files is None else waiver.is_about(files))
    ]
    return [*left, *about_waivers(profile, judged, used, today)], accepted


def about_waivers(profile: Profile, judged: Iterable[Waiver], used: set[int], today: dt.date) -> Iterator[Finding]:
    """Find waivers that have expired, and those that nothing needs."""
    for waiver in judged:
        if waiver.expires < today:
            expired = f"the waiver of {waiver.rule} expired on {waiver.expires.isoformat()}"
            yield about(profile, waiver, EXPIRED, expired)
        elif waiver.line not in used:
            yield about(profile, waiver, UNUSED, f"nothing needs the waiver of {waiver.rule}")


def about(profile: Profile, waiver: Waiver, rule: Rule, message: str) -> Finding:
    """Make a finding about a waiver."""
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        message=message,
        file=profile.name,
        line=waiver.line,
        column=1,
        resource=waiver.resource,
        resource_type="",
        given=f"owner {waiver.owner}, reason: {waiver.reason}",
        allowed="a waiver that is needed and in date",
        why=rule.why,
        fix=rule.fix,
        source=profile.name,
    )
