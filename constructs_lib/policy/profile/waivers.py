"""What a profile accepts for a while, and what is to be said of its waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.notice import tell
from constructs_lib.policy.notices.profiles import EXPIRED, UNUSED
from constructs_lib.policy.profile.apart import Judged
from constructs_lib.policy.profile.profile import Profile, Waiver
from constructs_lib.policy.rule import Rule

WAIVER_RULES = (EXPIRED, UNUSED)


def waive(
    profile: Profile,
    findings: Sequence[Finding],
    today: dt.date,
    files: Iterable[str] | None = None,
    judged_rule: Judged | None = None,
) -> tuple[list[Finding], list[dict[str, Any]]]:
    """Set accepted findings apart, and report waivers that have expired or are of no use.

    Args:
        profile: holds the waivers.
        findings: what was found.
        today: the day on which waivers are judged.
        files: everything that was looked at, so that a waiver about it can be called unused; unless given, only the
            waivers of these findings are judged.
        judged_rule: tells which rules were looked for; a waiver of another is not called unused. All unless given.

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
    seen = None if files is None else list(files)
    judged = [
        waiver
        for waiver in profile.waivers
        if waiver.line in used
        or (seen is not None and waiver.is_about(seen) and (judged_rule is None or judged_rule(waiver.rule)))
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
    return tell(
        rule,
        message,
        file=profile.name,
        line=waiver.line,
        column=1,
        resource=waiver.resource,
        resource_type="",
        given=f"owner {waiver.owner}, reason: {waiver.reason}",
        allowed="a waiver that is needed and in date",
        source=profile.name,
    )
