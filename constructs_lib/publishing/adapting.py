"""A pattern as an organisation has it: with defaults of its own, and within the bounds of its profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from constructs_lib.patterns import InvalidArguments, Parameter, Pattern, argument_problems
from constructs_lib.policy.profile import Profile


def adapted(
    pattern: Pattern, profile: Profile, *, defaults: Mapping[str, Any] | None = None, decided: Iterable[str] = ()
) -> Pattern:
    """Give a pattern other defaults, and the tighter bounds of a profile.

    Args:
        pattern: as it was published.
        profile: whose bounds narrow the parameters that have a limit.
        defaults: by name of the parameter; they stay its user's to change.
        decided: names of the parameters that are not asked for any more, so that their defaults do not count.

    Raises:
        InvalidArguments: with every default that nobody could take.
    """
    chosen, fixed = dict(defaults or {}), frozenset(decided)
    problems = [f"{name} is decided, so that it has no default" for name in sorted(fixed & chosen.keys())]
    problems += [
        f"{each.name} is its publisher's alone to change: decide it, instead of giving a default"
        for each in pattern.parameters
        if each.guarded and each.name in chosen
    ]
    bounded = replace(pattern, parameters=tuple(narrowed(each, profile) for each in pattern.parameters))
    problems += argument_problems(bounded, bounded.examples | chosen)
    asked = [each for each in bounded.parameters if each.name not in fixed | chosen.keys()]
    kept = {each.name: each.default for each in asked if each.default is not None}
    problems += [
        f"{text} by the profile, and this is its default: give another, or decide it"
        for text in argument_problems(bounded, bounded.examples | kept)
    ]
    if problems:
        raise InvalidArguments(pattern.id, tuple(problems))
    return replace(
        bounded,
        parameters=tuple(
            replace(each, default=chosen[each.name], example=chosen[each.name]) if each.name in chosen else each
            for each in bounded.parameters
        ),
    )


def narrowed(parameter: Parameter, profile: Profile) -> Parameter:
    """Put the bounds of a profile into a parameter's schema, with the profile's reason."""
    bound = profile.bounds.get(parameter.limit or "")
    if bound is None:
        return parameter
    low, high = max(parameter.schema["minimum"], bound.low), min(parameter.schema["maximum"], bound.high)
    reason = f" The organisation allows {low} to {high}{f': {bound.note}' if bound.note else ''}."
    schema = {"minimum": low, "maximum": high, "description": parameter.schema["description"] + reason}
    return replace(parameter, schema={**parameter.schema, **schema}, example=min(max(parameter.example, low), high))
