"""Find what refers to a resource, in time that does not grow with the number of resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from constructs_lib.graph import Graph, Reference, Resource, ResourceView, Text
from constructs_lib.graph.values import Choice, Import, Node, OneOf
from constructs_lib.policy.reading.indexes import indexed

Index = dict[tuple[str, str], list[Resource]]
"""(template, logical id) to the resources that refer to it."""


def referrers(resource: ResourceView, type: str, property: str) -> Iterator[ResourceView]:
    """Find the resources of a type that exist under the scenario and refer to a resource in a property.

    Args:
        resource: what is referred to.
        type: of what refers.
        property: first name of the property path; all below it counts, under any condition.
    """
    view = resource.view
    for found in make_index(view.graph, type, property).get(identity(resource.resource), ()):
        if view.includes(found):
            yield view.of(found)


@indexed
def make_index(graph: Graph, type: str, property: str) -> Index:
    """Index the resources of a type by what a property of theirs refers to."""
    index: Index = {}
    for resource in graph.types.get(type, ()):
        for target in sorted(targets(graph, resource.template.name, resource.properties.get(property))):
            index.setdefault(target, []).append(resource)
    return index


def targets(graph: Graph, template: str, node: Node) -> set[tuple[str, str]]:
    """What a value refers to, through exports too, as (template, logical id)."""
    found: set[tuple[str, str]] = set()
    for reference in references(node):
        if isinstance(reference, Reference):
            found.add((template, reference.target))
        elif reference.name in graph.exports:
            exporter, exported = graph.exports[reference.name]
            found |= {(exporter.name, each.target) for each in references(exported) if isinstance(each, Reference)}
    return found


def references(node: Node) -> Iterator[Reference | Import]:
    """The references within a value, under any condition."""
    if isinstance(node, Reference | Import):
        yield node
    elif isinstance(node, Choice):
        yield from references(node.if_true)
        yield from references(node.if_false)
    elif isinstance(node, OneOf):
        yield from (found for option in node.options for found in references(option))
    elif isinstance(node, Text):
        yield from (part for part in node.parts if isinstance(part, Reference))
    elif isinstance(node, Mapping):
        yield from (found for value in node.values() for found in references(value))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        yield from (found for value in node for found in references(value))


def identity(resource: Resource) -> tuple[str, str]:
    """What tells a resource from all others of a graph."""
    return resource.template.name, resource.id


def place(resource: ResourceView) -> tuple[str, int, str]:
    """Where a resource stands, to sort by, see `place_of`."""
    return place_of(resource.resource)


def place_of(resource: Resource) -> tuple[str, int, str]:
    """Where a resource stands, to sort by: those of a loop, on one line, by id; what has no line as it was defined."""
    line = resource.position().line or 0
    return resource.template.name, line, resource.id if line else ""
