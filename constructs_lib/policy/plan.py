"""Which rules have something to say of a resource: those of its type, as far as it holds what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from constructs_lib.graph import Resource
from constructs_lib.graph.values import Node
from constructs_lib.policy.asked import asked
from constructs_lib.policy.rule import Rule

FILTER = re.compile(r"\[[^\]]*\]")
ANY = "*"


class Plan:
    """Rules by what they look at, so that the properties of a resource are looked through once for all of them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Sort rules by the types that they look at."""
        self.rules: dict[str, list[Rule]] = {}
        self.types: dict[str, Branch] = {}
        for rule in rules:
            for resource_type in rule.resources:
                self.rules.setdefault(resource_type, []).append(rule)

    def rules_for(self, resource: Resource) -> Iterable[Rule]:
        """The rules whose patterns reach something in a resource, under whatever scenario: a glance, not a reading."""
        if resource.type not in self.rules:
            return ()
        if resource.type not in self.types:
            self.types[resource.type] = self.branch_of(resource.type)
        return dict.fromkeys(self.types[resource.type].reached(resource.properties))

    def branch_of(self, resource_type: str) -> Branch:
        """Sort the rules of a type by the property patterns they are about."""
        branch = Branch()
        for rule in self.rules[resource_type]:
            for pattern in rule.about or asked(rule, resource_type):
                branch.put(steps_of(pattern), rule)
        return branch


@dataclass(slots=True, eq=False)
class Branch:
    """The rules about one place, and those about places below it.

    Attributes:
        rules: about this place.
        below: by the next name.
    """

    rules: list[Rule] = field(default_factory=list)
    below: dict[str, Branch] = field(default_factory=dict)

    def put(self, steps: tuple[str, ...], rule: Rule) -> None:
        """Add a rule about the place that some names lead to."""
        if not steps:
            self.rules.append(rule)
            return
        self.below.setdefault(steps[0], Branch()).put(steps[1:], rule)

    def reached(self, node: Node) -> Iterator[Rule]:
        """The rules about what is written: names are followed through plain objects; the rest may hold anything."""
        yield from self.rules
        if not isinstance(node, dict):
            for branch in self.below.values() if node is not None else ():
                yield from branch.reached(node)
            return
        for name, branch in self.below.items():
            if name in node:
                yield from branch.reached(node[name])
            elif name == ANY:
                for block in node.values():
                    if not isinstance(block, str):
                        yield from branch.reached(block)


def steps_of(pattern: str) -> tuple[str, ...]:
    """The names in a property pattern, without its filters."""
    return tuple(FILTER.sub("", pattern).split(".")) if pattern else ()
