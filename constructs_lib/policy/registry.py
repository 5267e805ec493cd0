"""Every rule: the relations found in the files below `rules`, and the bounds made from the table of limits."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from constructs_lib.policy import rules as rules_package
from constructs_lib.policy.bounds import bound_rules
from constructs_lib.policy.rule import Rule


@cache
def discover() -> tuple[Rule, ...]:
    """Collect every rule, sorted by id.

    Raises:
        ValueError: two rules share an id or a name.
    """
    found = sorted([*relations(), *bound_rules()], key=lambda rule: rule.id)
    for key in ("id", "name"):
        seen: set[str] = set()
        for rule in found:
            value = getattr(rule, key)
            if value in seen:
                raise ValueError(f"two rules have the {key} {value}")
            seen.add(value)
    return tuple(found)


def relations() -> Iterator[Rule]:
    """Import every module below `rules` and hand out the rules in it."""
    for module in pkgutil.walk_packages(rules_package.__path__, f"{rules_package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Rule):
                yield value
