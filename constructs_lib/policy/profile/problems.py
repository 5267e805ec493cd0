"""What is wrong with a profile, each with file, line and column, in one sentence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path as File

from constructs_lib.graph.readers.document import Document, Path
from constructs_lib.graph.readers.schema_errors import Wording, said, suggestion
from constructs_lib.limits import limit
from constructs_lib.policy.profile.apart import of_engine
from constructs_lib.policy.profile.schema import ACCOUNT, DATE, OFF, VERSION, profile_schema

LISTED = File(__file__).with_name("engine_rules.json")
"""The ids of the engine that this release was made with: starting it takes memory that a function may not have."""
WORDING = Wording(
    whole="a profile",
    wrong_version=f"this release reads version {VERSION} of profiles",
    patterns={DATE: "no date; write it as 2026-12-31", ACCOUNT: "no account; write its twelve digits in quotes"},
)


def schema_problems(document: Document) -> Iterator[str]:
    """Say what does not keep the schema, each with its line and a suggestion."""
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(profile_schema()).iter_errors(document.value)
    for error in sorted(errors, key=lambda error: document.place(tuple(error.absolute_path))):
        for found in said(document, error, WORDING):
            yield problem(document, found.path, found.text)


def contradictions(document: Document) -> Iterator[str]:
    """Say where a profile contradicts AWS or itself."""
    yield from wrong_bounds(document)
    yield from wrong_quotas(document)
    yield from unknown_to_the_engine(document)
    yield from wrong_waivers(document)


def wrong_bounds(document: Document) -> Iterator[str]:
    """Find bounds that are looser than AWS's, and those that nothing can keep."""
    for key, entry in document.value.get("bounds", {}).items():
        known = limit(key)
        low, high = entry.get("minimum"), entry.get("maximum")
        if low is not None and high is not None and low > high:
            yield problem(document, ("bounds", key), f"the minimum {low} is above the maximum {high}")
        for name, value in (("minimum", low), ("maximum", high)):
            if value is not None and value not in known:
                text = f"{value} is outside AWS's own bounds, {known.minimum} to {known.maximum} {known.unit or ''}"
                yield problem(document, ("bounds", key, name), text.rstrip())
        if low is None and high is None:
            yield problem(document, ("bounds", key), "a bound must have a minimum or a maximum")


def wrong_quotas(document: Document) -> Iterator[str]:
    """Find quotas that are no raise, and those that are given twice for the same place."""
    for key, granted in document.value.get("quotas", {}).items():
        known = limit(key)
        places = set()
        for position, grant in enumerate(granted if isinstance(granted, list) else [{"value": granted}]):
            path = ("quotas", key, position) if isinstance(granted, list) else ("quotas", key)
            value, place = grant["value"], (grant.get("account"), grant.get("region"))
            if known.maximum is not None and value < known.maximum:
                text = f"{value} is below the default quota {known.maximum}; tighter bounds belong under bounds"
                yield problem(document, path, text)
            if place in places:
                yield problem(document, path, f"{key} is given twice for the same account and region")
            places.add(place)


def unknown_to_the_engine(document: Document) -> Iterator[str]:
    """Find ids that look like those of AWS's engine, and are none; it is asked only about those that are not listed."""
    severities, waivers = document.value.get("severities", {}), document.value.get("waivers", [])
    named: list[tuple[Path, str]] = [(("severities", rule), rule) for rule in severities]
    named += [(("waivers", position, "rule"), waiver["rule"]) for position, waiver in enumerate(waivers)]
    listed = json.loads(LISTED.read_bytes()) if any(of_engine(rule) for _, rule in named) else []
    named = [(path, rule) for path, rule in named if of_engine(rule) and rule not in listed]
    if not named:
        return
    from constructs_lib.policy.schema import engine_rules

    known = engine_rules()
    for path, rule in named:
        if rule not in known:
            yield problem(document, path, f"AWS's engine has no rule {rule}{suggestion(rule, known)}")


def wrong_waivers(document: Document) -> Iterator[str]:
    """Find waivers with a date that is none, of a rule that is off, and two of the same finding."""
    seen: dict[tuple[str, str, str], int] = {}
    for position, waiver in enumerate(document.value.get("waivers", [])):
        path = ("waivers", position)
        try:
            dt.date.fromisoformat(waiver["expires"])
        except ValueError:
            yield problem(document, (*path, "expires"), f"{waiver['expires']} is no date")
        if document.value.get("severities", {}).get(waiver["rule"]) == OFF:
            yield problem(document, path, f"{waiver['rule']} is switched off above, and waived here")
        meant = (waiver["rule"], waiver.get("resource", "*"), waiver.get("file", "*"))
        if meant in seen:
            yield problem(document, path, f"{waiver['rule']} is waived for the same resource in line {seen[meant]}")
        seen.setdefault(meant, document.place(path)[0])


def problem(document: Document, path: Path, text: str) -> str:
    """Write one problem with its place."""
    line, column = document.place(path)
    return f"{document.name}:{line}:{column}: {text}"
