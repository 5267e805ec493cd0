"""Every id that a report may name, explained: rules, what a profile asks for, updates, and AWS's own engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from constructs_lib.policy.notices.assertions import ALARMS, DELIVERIES, FITS
from constructs_lib.policy.notices.audits import AUDITS
from constructs_lib.policy.notices.profiles import PROFILES, REQUIREMENTS
from constructs_lib.policy.notices.specs import SPECS
from constructs_lib.policy.notices.templates import FORMS
from constructs_lib.policy.profile.profile import Profile
from constructs_lib.policy.profile.rules import profile_rules
from constructs_lib.policy.registry import discover
from constructs_lib.policy.rule import Rule
from constructs_lib.policy.updates import UPDATE_RULES

UPDATES = tuple(rule.described for rule in UPDATE_RULES)
NOTICES: Mapping[str, tuple[Rule, ...]] = {
    "what an update would lose: `check --against`, `assert_safe_update`": UPDATES,
    "what a profile asks for": REQUIREMENTS,
    "the profile itself": PROFILES,
    "templates": FORMS,
    "pipeline specs": SPECS,
    "what runs: `kinesis-constructs audit`": AUDITS,
    "tests with `assert_fits`": FITS,
    "tests with `assert_delivers`": DELIVERIES,
    "tests with `assert_alarms_can_fire`": ALARMS,
}
"""What is looked at, and what may be said of it that no rule on a resource says."""


def explanations(profile: Profile | None = None) -> Iterator[Rule]:
    """Explain every id but those of AWS's engine.

    Args:
        profile: in whose words its own requirements are explained.
    """
    yield from discover()
    asked = {rule.id: rule for rule in profile_rules(profile or Profile())}
    for rules in NOTICES.values():
        yield from (asked.get(rule.id, rule) for rule in rules)


def looks_at(rule: Rule) -> str:
    """Say what a rule looks at."""
    places = [place for place, rules in NOTICES.items() if rule.id in {each.id for each in rules}]
    return ", ".join(rule.resources) or ", ".join(places) or "templates"


def explained(name: str, profile: Profile | None = None) -> Rule | None:
    """Find what an id, or the name of a rule, means.

    Args:
        name: such as `KDS001`, `stream-retention-range`, or an id of AWS's engine such as `E3002`.
        profile: see `explanations`.
    """
    wanted = name.lower()
    found = next((rule for rule in explanations(profile) if wanted in {rule.id.lower(), rule.name}), None)
    return found or engine_rule(name.upper())


def engine_rule(id: str) -> Rule | None:
    """Find a rule of AWS's engine by its id, as far as the engine tells what it is about."""
    from constructs_lib.policy.schema import engine_rules

    return engine_rules().get(id)
