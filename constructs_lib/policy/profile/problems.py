"""What is wrong with a profile, each with file, line and column, in one sentence."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from constructs_lib.graph.readers.document import Document
from constructs_lib.limits import limit
from constructs_lib.policy.profile.schema import ACCOUNT, DATE, OFF, VERSION, profile_schema

if TYPE_CHECKING:
    from jsonschema import ValidationError

Path = tuple[str | int, ...]
KINDS = {"object": "a mapping", "array": "a list", "string": "a text", "number": "a number", "boolean": "true or false"}
PATTERNS = {DATE: "no date; write it as 2026-12-31", ACCOUNT: "no account; write its twelve digits in quotes"}


def schema_problems(document: Document) -> Iterator[str]:
    """Say what does not keep the schema, each with its line and a suggestion."""
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(profile_schema()).iter_errors(document.value)
    for error in sorted(errors, key=lambda error: document.place(tuple(error.absolute_path))):
        yield from said(document, error)


def said(document: Document, error: ValidationError) -> Iterator[str]:
    """Say one thing that does not keep the schema."""
    path, given = tuple(error.absolute_path), cast("Any", error.instance)
    wanted = cast("Any", error.validator_value)
    match error.validator:
        case "additionalProperties":
            known = cast("Any", error.schema)["properties"]
            for key in sorted(set(given) - set(known)):
                yield problem(document, (*path, key), f"{key} is unknown{suggestion(key, known)}")
        case "enum":
            path = (*path, given) if given in keys(document, path) else path
            yield problem(document, path, f"{given!r} is not allowed{suggestion(str(given), wanted)}")
        case "anyOf":
            chosen = int(isinstance(given, list))
            for inner in error.context or ():
                if inner.schema_path[0] == chosen:
                    yield from said(document, inner)
        case _:
            yield problem(document, path, sentence(error, wanted, name_of(path)))


def sentence(error: ValidationError, wanted: Any, name: str) -> str:
    """Say what is wrong with one part."""
    given = error.instance
    match error.validator:
        case "required":
            return f"{next(key for key in wanted if error.message.startswith(repr(key)))} must be given"
        case "type":
            hint = "; put it in quotes" if wanted == "string" and isinstance(given, int | float) else ""
            return f"{name} must be {KINDS[wanted]}{hint}"
        case "const":
            return f"this release reads version {VERSION} of profiles, given {given!r}"
        case "pattern":
            return f"{given!r} is {PATTERNS[wanted]}"
        case "minLength" | "minItems" | "minProperties":
            return f"{name} must not be empty"
        case _:
            return error.message


def name_of(path: Path) -> str:
    """Name a part of a profile."""
    names = [str(key) for key in path if isinstance(key, str)]
    return names[-1] if names else "a profile"


def keys(document: Document, path: Path) -> set[str]:
    """The keys of the mapping at a path."""
    node: Any = document.value
    for key in path:
        node = node[key]
    return set(node) if isinstance(node, dict) else set()


def suggestion(given: str, known: Any) -> str:
    """Suggest what was probably meant, or list what there is."""
    names = list(map(str, known))
    close = difflib.get_close_matches(given, names, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; allowed are {', '.join(names)}" if len(names) <= 12 else ""


def contradictions(document: Document) -> Iterator[str]:
    """Say where a profile contradicts AWS or itself."""
    yield from wrong_bounds(document)
    yield from wrong_quotas(document)
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
