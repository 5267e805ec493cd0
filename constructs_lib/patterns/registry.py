"""Every pattern: those of this library, and those that other packages offer by entry point."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from itertools import pairwise

from constructs_lib.patterns import definitions
from constructs_lib.patterns.pattern import Pattern

GROUP = "kinesis_constructs.patterns"


class NoSuchPattern(LookupError):
    """No pattern has this id, or not in this major version. The message is a sentence."""


@cache
def discover_patterns() -> tuple[Pattern, ...]:
    """Collect every pattern, sorted by id.

    Raises:
        ValueError: two patterns share an id, or an entry point holds something else.
    """
    found = sorted([*own_patterns(), *third_party_patterns()], key=lambda pattern: pattern.id)
    for first, second in pairwise(found):
        if first.id == second.id:
            raise ValueError(f"two patterns have the id {first.id}: {first.construct} and {second.construct}")
    return tuple(found)


def find_pattern(reference: str) -> Pattern:
    """Find a pattern by its id, or by its id and major version: `stream-to-lake@1`.

    Raises:
        NoSuchPattern: there is none.
    """
    name, _, major = reference.partition("@")
    known = {pattern.id: pattern for pattern in discover_patterns()}
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
        raise NoSuchPattern(f"there is no pattern {name}; {hint}")
    found = known[name]
    if "@" in reference and major != str(found.major):
        raise NoSuchPattern(
            f"{name} is installed in version {found.version}, not in major version {major or '(none given)'}; "
            f"install a release of {found.owner} that has it, or move to {name}@{found.major}"
        )
    return found


def own_patterns() -> Iterator[Pattern]:
    """Import every module below `definitions` and hand out the patterns in it."""
    for module in pkgutil.iter_modules(definitions.__path__, f"{definitions.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Pattern):
                yield value


def third_party_patterns() -> Iterator[Pattern]:
    """Load the patterns of other packages: an entry point of `kinesis_constructs.patterns` names one or a list.

    Raises:
        ValueError: an entry point holds something else.
    """
    for entry in entry_points(group=GROUP):
        loaded = entry.load()
        for pattern in [loaded] if isinstance(loaded, Pattern) else loaded:
            if not isinstance(pattern, Pattern):
                raise ValueError(f"entry point {entry.name} of {GROUP} holds {type(pattern).__name__}, no pattern")
            yield pattern
