"""Read what constructs are about to define."""

from __future__ import annotations

from collections.abc import Iterable

from constructs_lib.graph.definition import Definition
from constructs_lib.graph.graph import Graph
from constructs_lib.graph.resource import Resource, Template


def read_definitions(definitions: Iterable[Definition]) -> Graph:
    """Make a graph of resources that are not in a template yet.

    Args:
        definitions: with ids unique among them; the first of equal ids counts.
    """
    template = Template(name="")
    resources: dict[str, Resource] = {}
    for definition in definitions:
        resources.setdefault(definition.id, resource(definition, template))
    return Graph(resources.values())


def resource(definition: Definition, template: Template) -> Resource:
    """Make a resource of one definition."""
    return Resource(
        template=template,
        id=definition.id,
        type=definition.type,
        read=lambda: definition.properties,
        depends_on=definition.depends_on,
        construct_path=definition.id,
        arguments=definition.arguments,
        hints=definition.hints,
    )
