"""Read in which order a deployment makes the resources of a template."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from constructs_lib.graph import Graph, Reference, Resource, ResourceView
from constructs_lib.policy.reading.indexes import indexed
from constructs_lib.policy.reading.referrers import identity, place_of, references

Levels = dict[tuple[str, str], list[Resource]]
"""(template, logical id) to all resources of the same type that are made at the same time, in the template's order."""


def others_at_once(resource: ResourceView, most: int) -> int:
    """Count the resources of a type that stand before one in the template and are made at the same time.

    Resources with equally long chains of the same type before them have no order among one another, so they are made
    at the same time; others may be, too, and are not counted.

    Args:
        resource: whose predecessors are counted.
        most: where counting ends.
    """
    level = read_levels(resource.view.graph, resource.type)[identity(resource.resource)]
    return sum(1 for _ in islice(before(resource, level), most))


def before(resource: ResourceView, level: list[Resource]) -> Iterator[Resource]:
    """The resources of a level that exist under the scenario and stand before another one."""
    for other in level:
        if other is resource.resource:
            return
        if resource.view.includes(other):
            yield other


@indexed
def read_levels(graph: Graph, type: str) -> Levels:
    """Group the resources of a type by how many of them each waits for."""
    levels: Levels = {}
    groups: dict[tuple[str, int], list[Resource]] = {}
    chains: dict[tuple[str, str], int] = {}
    for resource in graph.types.get(type, ()):
        length = chain(graph, resource, type, chains)
        level = groups.setdefault((resource.template.name, length), [])
        level.append(resource)
        levels[identity(resource)] = level
    for level in groups.values():
        level.sort(key=place_of)
    return levels


def chain(graph: Graph, start: Resource, type: str, known: dict[tuple[str, str], int]) -> int:
    """The length of the longest chain of resources of a type that a resource waits for, itself included."""
    waiting = [start]
    entered: set[tuple[str, str]] = set()
    while waiting:
        resource = waiting[-1]
        key = identity(resource)
        sources = [found for name in waits_for(resource) if (found := graph.find(resource.template, name))]
        missing = [each for each in sources if identity(each) not in known and identity(each) not in entered]
        if key in known or not missing:
            lengths = [known.get(identity(each), 0) for each in sources]
            known.setdefault(key, max(lengths, default=0) + (resource.type == type))
            waiting.pop()
        else:
            entered.add(key)
            waiting += missing
    return known[identity(start)]


def waits_for(resource: Resource) -> set[str]:
    """The logical ids that a resource refers to or depends on, under any condition."""
    found = {each.target for each in references(resource.properties) if isinstance(each, Reference)}
    return {*resource.depends_on, *found}
