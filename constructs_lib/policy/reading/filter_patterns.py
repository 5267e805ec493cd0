"""Read the filter patterns of event source mappings and of pipes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from constructs_lib.graph import Value
from constructs_lib.policy.rule import Violation

COMPARISONS = {"=", "<", "<=", ">", ">="}
PAIR, RANGE = 2, 4
OR = "$or"
OBJECT = "it is an object, where its text is wanted"


def faults(patterns: Iterable[Value]) -> Iterator[Violation]:
    """Find the filter patterns with something wrong, also where pieces of them are filled in at deployment.

    Raises:
        CannotDecide: the pieces that are known do not make JSON by themselves, or hold nothing wrong.
    """
    for pattern in patterns:
        whole = isinstance(pattern.node, Mapping)
        found = OBJECT if whole else problem(structure(pattern))
        if found is not None:
            yield Violation(
                pattern,
                message=f"the filter pattern is not valid: {found}",
                given=None if isinstance(pattern.node, str) else "an object",
                allowed="the text of a JSON object whose fields are lists of matchers",
            )


def structure(pattern: Value) -> str:
    """The text of a pattern; where pieces of it are filled in at deployment, with a word in their places.

    Raises:
        CannotDecide: the pieces that are known do not make JSON by themselves, or hold nothing wrong.
    """
    if pattern.undecided and len(pattern.parts) > 1:
        text = "".join(part if isinstance(part, str) else "x" for part in pattern.parts)
        if is_json(text) and problem(text) is not None:
            return text
    return pattern.text or ""


def is_json(text: str) -> bool:
    """Tell whether a text is JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def problem(text: str) -> str | None:
    """Say what is wrong with a filter pattern.

    Args:
        text: as it stands in `Pattern`.

    Returns:
        `None` for a pattern that Lambda takes.

    Source: AWS Lambda Developer Guide, filter rule syntax; Amazon EventBridge User Guide, event patterns (2026)
    """
    try:
        pattern = json.loads(text)
    except (ValueError, RecursionError):
        return "it is not valid JSON"
    return problem_of(pattern) if isinstance(pattern, dict) else "it is not a JSON object"


def problem_of(pattern: Mapping[str, Any], path: str = "") -> str | None:
    """Say what is wrong within an object of a pattern."""
    for name, value in pattern.items():
        place = f"{path}.{name}" if path else name
        found = alternatives_problem(value, place) if name == OR else field_problem(value, place)
        if found is not None:
            return found
    return None


def alternatives_problem(value: Any, place: str) -> str | None:
    """Say what is wrong with the alternatives of `$or`."""
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
        return f"{place} is no list of objects"
    return next((found for each in value if (found := problem_of(each, place))), None)


def field_problem(value: Any, place: str) -> str | None:
    """Say what is wrong with a field: nested fields, or a list of matchers."""
    if isinstance(value, dict):
        return problem_of(value, place) if value else f"{place} is an empty object"
    if not isinstance(value, list):
        return f"{place} is {json.dumps(value)}, where a list of matchers is wanted"
    if not value:
        return f"{place} is an empty list"
    return next((found for each in value if (found := matcher_problem(each, place))), None)


def matcher_problem(matcher: Any, place: str) -> str | None:
    """Say what is wrong with one matcher: a plain value, or an object that names one comparison."""
    if isinstance(matcher, list):
        return f"{place} has a list within its list of matchers"
    if not isinstance(matcher, dict):
        return None
    if len(matcher) != 1:
        return f"a matcher of {place} names {len(matcher)} comparisons, where one is wanted"
    [(name, argument)] = matcher.items()
    if name not in MATCHERS:
        return f"{place} uses {name}, which is no matcher"
    return None if MATCHERS[name](argument) else f"{name} of {place} does not take {json.dumps(argument)}"


def is_text(argument: Any) -> bool:
    """Tell whether a matcher's argument is text, or text compared without regard to case."""
    if isinstance(argument, dict):
        return list(argument) == ["equals-ignore-case"] and isinstance(argument["equals-ignore-case"], str)
    return isinstance(argument, str)


def is_excluded(argument: Any) -> bool:
    """Tell whether `anything-but` takes an argument: a value, a list of values, or a comparison of text."""
    if isinstance(argument, dict):
        return len(argument) == 1 and next(iter(argument)) in MATCHERS
    values = argument if isinstance(argument, list) else [argument]
    return bool(values) and all(isinstance(value, str | int | float) for value in values)


def is_numeric(argument: Any) -> bool:
    """Tell whether `numeric` takes an argument: one or two pairs of a comparison and a number."""
    if not isinstance(argument, list) or len(argument) not in {PAIR, RANGE}:
        return False
    pairs = all(
        isinstance(comparison, str)
        and comparison in COMPARISONS
        and isinstance(number, int | float)
        and not isinstance(number, bool)
        for comparison, number in zip(argument[::PAIR], argument[1::PAIR], strict=True)
    )
    return pairs and (len(argument) == PAIR or is_interval(*argument))


def is_interval(above: str, low: float, below: str, high: float) -> bool:
    """Tell whether two pairs are an interval, written from its lower end.

    Source: aws/event-ruler, JsonRuleCompiler, which refuses any other order (read 2026-11-21)
    """
    return above in {">", ">="} and below in {"<", "<="} and low < high


def is_texts(argument: Any) -> bool:
    """Tell whether an argument is text or a list of texts."""
    return isinstance(argument, str) or (isinstance(argument, list) and all(isinstance(each, str) for each in argument))


MATCHERS: Mapping[str, Callable[[Any], bool]] = {
    "anything-but": is_excluded,
    "cidr": is_texts,
    "equals-ignore-case": is_texts,
    "exists": lambda argument: isinstance(argument, bool),
    "numeric": is_numeric,
    "prefix": is_text,
    "suffix": is_text,
    "wildcard": is_texts,
}
"""Every comparison of EventBridge's patterns. Lambda's guide does not list `cidr` and `wildcard`; whether it refuses
them is not known, so they pass."""
