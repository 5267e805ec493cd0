"""Paths and patterns of properties, taken apart."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

STEP = re.compile(
    r"(?P<path>\*|[^.\[\]*]+(?:\.[^.\[\]*]+)*)(?P<listed>\[(?:(?P<key>\w+)=(?P<wanted>[^\]]*))?\])?(?:\.|$)"
)


class Step(NamedTuple):
    """One step of a property pattern: a path or `*`, and whether its items are meant, or those with a key's value."""

    path: str
    listed: bool
    key: str | None
    wanted: str | None


@cache
def steps_of(pattern: str) -> tuple[Step, ...]:
    """Take a property pattern apart.

    Raises:
        ValueError: it is none.
    """
    steps = []
    end = 0
    while end < len(pattern):
        step = STEP.match(pattern, end)
        if step is None:
            raise ValueError(f"{pattern!r} is no property pattern")
        steps.append(Step(step["path"], step["listed"] is not None, step["key"], step["wanted"]))
        end = step.end()
    return tuple(steps)


@lru_cache(maxsize=4096)
def names_of(path: str) -> tuple[str, ...]:
    """Take a property path apart."""
    return tuple(path.split("."))
