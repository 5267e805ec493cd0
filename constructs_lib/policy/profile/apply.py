"""Apply a profile to rules and to what they found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from constructs_lib.limits import Limit
from constructs_lib.policy.engine import Results
from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding
from constructs_lib.policy.profile.profile import Environment, Profile, Waiver
from constructs_lib.policy.profile.rules import profile_rules
from constructs_lib.policy.registry import discover
from constructs_lib.policy.rule import Rule

Quotas = Mapping[str, Mapping[str, Limit]]
"""Template name to the limits that AWS has raised where it is deployed, by id."""

HANGS_ON_A_QUOTA = "the profile raises the quota in an account or region, and where this is deployed is not known"


@lru_cache(maxsize=16)
def rules_under(profile: Profile) -> tuple[Rule, ...]:
    """Every rule with what a profile asks for: without those that it switches off, with the severities it chooses."""
    chosen = profile.severities
    rules = (*discover(), *profile_rules(profile))
    kept = (rule for rule in rules if chosen.get(rule.id, rule.severity) is not None)
    return tuple(replace(rule, override=chosen[rule.id]) if rule.id in chosen else rule for rule in kept)


def judge(profile: Profile, environments: Mapping[str, Environment], run: Callable[[Quotas], Results]) -> Results:
    """Run rules with the quotas that hold; what hangs on a quota that only may hold is undecided.

    Args:
        profile: names the quotas.
        environments: template name to where it is deployed.
        run: runs the rules with quotas.
    """
    certain, possible = (
        {name: profile.raised(place, possibly=possibly) for name, place in environments.items()}
        for possibly in (False, True)
    )
    results = run(certain)
    if possible == certain:
        return results
    stays = {identity(finding) for finding in run(possible).findings}
    return Results(
        findings=[finding for finding in results.findings if identity(finding) in stays],
        undecided=[
            *results.undecided,
            *(unclear(finding) for finding in results.findings if identity(finding) not in stays),
        ],
    )


def identity(finding: Finding) -> tuple[str, str, str, str | None]:
    """Tell a finding from others of the same run."""
    return (finding.rule, finding.file, finding.resource, finding.property)


def unclear(finding: Finding) -> UndecidedFinding:
    """Make a result of a finding that hangs on a quota."""
    return UndecidedFinding(
        rule=finding.rule,
        name=finding.name,
        reason=HANGS_ON_A_QUOTA,
        resource=finding.resource,
        resource_type=finding.resource_type,
        property=finding.property,
        construct_path=finding.construct_path,
        file=finding.file,
        line=finding.line,
        column=finding.column,
    )


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
            message = f"the waiver of {waiver.rule} expired on {waiver.expires.isoformat()}"
            yield about(profile, waiver, "PRF001", "waiver-expired", message, Severity.ERROR,
                        "mend the resource, or agree on a new date with the owner")  # fmt: skip
        elif waiver.line not in used:
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
