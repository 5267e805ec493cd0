"""Every rule: the relations found in the files below `rules`, and the bounds made from the table of limits."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from constructs_lib.policy import rules as rules_package
from constructs_lib.policy.bounds import bound_rules
from constructs_lib.policy.rule import Rule

GROUP = "kinesis_constructs.rules"
INFO = ("*.dist-info", "*.egg-info", "EGG-INFO")
"""Folders in which installed packages list their entry points."""


@cache
def discover() -> tuple[Rule, ...]:
    """Collect every rule, sorted by id.

    Raises:
        ValueError: two rules share an id or a name.
    """
    found = sorted([*relations(), *bound_rules(), *third_party_rules()], key=lambda rule: rule.id)
    for key in ("id", "name"):
        seen: set[str] = set()
        for rule in found:
            value = getattr(rule, key)
            if value in seen:
                raise ValueError(f"two rules have the {key} {value}")
            seen.add(value)
    return tuple(found)


def third_party_rules() -> Iterator[Rule]:
    """Load the rules of other packages: an entry point of the group `kinesis_constructs.rules` names a rule or a list.

    Raises:
        ValueError: an entry point holds something else.
    """
    if not any(map(offers_rules, sys.path)):
        return
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP):
        loaded = entry.load()
        for rule in [loaded] if isinstance(loaded, Rule) else loaded:
            if not isinstance(rule, Rule):
                raise ValueError(f"entry point {entry.name} of {GROUP} holds {type(rule).__name__}, which is no rule")
            yield rule


def offers_rules(place: str) -> bool:
    """Tell whether a package in one place of the search path may bring rules.

    Asking `importlib.metadata` takes longer than everything else that is found here, and for most it finds nothing.
    """
    folder = Path(place)
    if not folder.is_dir():
        return folder.exists()
    files = chain.from_iterable(folder.glob(f"{info}/entry_points.txt") for info in INFO)
    return any(GROUP.encode() in file.read_bytes() for file in files)


def relations() -> Iterator[Rule]:
    """Import every module below `rules` and hand out the rules in it."""
    for module in pkgutil.walk_packages(rules_package.__path__, f"{rules_package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Rule):
                yield value
