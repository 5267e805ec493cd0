"""Make a rule of each bound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.bounds.bound import Bound
from constructs_lib.policy.bounds.example import examples
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPING
from constructs_lib.policy.rule import Check, Rule, Violation

TABLE = Path(__file__).parent / "table.json"
REFUSED = "the service refuses the value, and the deployment fails"
REFUSED_LATE = "the template passes CloudFormation's schema, and the service then refuses the deployment"


@cache
def bounds() -> tuple[Bound, ...]:
    """Read the table of bounds."""
    entries = json.loads(TABLE.read_text(encoding="utf-8"))
    return tuple(from_entry(entry) for entry in entries)


def from_entry(entry: dict[str, Any]) -> Bound:
    """Make a bound of one entry of the table."""
    fact = limit(entry["limit"])
    at = entry.get("at", fact.property_path)
    if at is None:
        raise ValueError(f"{entry['rule']}: limit {fact.id} names no property")
    patterns = (at,) if isinstance(at, str) else tuple(at)
    return Bound(
        rule=entry["rule"],
        limit=fact,
        at=patterns,
        when=entry.get("when", {}),
        also=tuple(entry.get("also", ())),
        severity=Severity(entry.get("severity", Severity.ERROR)),
    )


def bound_rules() -> Iterator[Rule]:
    """Make the rules."""
    conditional = [bound for bound in bounds() if bound.when]
    for bound in bounds():
        tighter = [] if bound.when else [other for other in conditional if not set(other.at).isdisjoint(bound.at)]
        yield Rule(
            id=bound.rule,
            name=bound.limit.id,
            title=f"{bound.property} is {bound.allowed}",
            severity=bound.severity,
            resources=bound.resources,
            why=REFUSED_LATE if (bound.limit.cfn_schema or "absent") != "same" else REFUSED,
            fix=f"choose {bound.choice} for {bound.property}",
            source=bound.limit.read,
            check=check_of(bound, tighter),
            examples=partial(examples, bound),
            about=(*bound.at, "Events") if bound.limit.resource == MAPPING else bound.at,
        )


def check_of(bound: Bound, tighter: list[Bound]) -> Check:
    """Make the function that checks a bound, and leaves to tighter ones what they report."""

    def check(resource: ResourceView) -> Iterator[Violation]:
        for holder in filter(bound.applies, bound.holders(resource)):
            for value in bound.values(holder):
                given = bound.given(value)
                if given is None or any(other.applies(holder) and other.given(value) is not None for other in tighter):
                    continue
                yield Violation(
                    value,
                    message=f"{named(bound, value)} is {given}; allowed is {bound.allowed}",
                    given=given,
                    allowed=bound.allowed,
                )

    return check


def named(bound: Bound, value: Value) -> str:
    """The property that a value stands at; a bound may hold for several."""
    names = [name for name in value.path if isinstance(name, str) and not name.isdigit()]
    return bound.property if bound.written or not names else names[-1]
