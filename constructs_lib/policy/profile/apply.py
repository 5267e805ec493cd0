"""Apply a profile to rules, and its quotas to what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from constructs_lib.limits import Limit
from constructs_lib.policy.engine import Results
from constructs_lib.policy.finding import Finding, UndecidedFinding
from constructs_lib.policy.profile.profile import Environment, Profile
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
