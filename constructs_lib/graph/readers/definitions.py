"""Read what constructs are about to define."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from constructs_lib.graph.definition import Definition
from constructs_lib.graph.graph import Graph
from constructs_lib.graph.resource import Resource, Template
from constructs_lib.limits import Limit


def read_definitions(definitions: Iterable[Definition], quotas: Mapping[str, Limit] | None = None) -> Graph:
    """Make a graph of resources that are not in a template yet.

    Args:
        definitions: with ids unique among them; the first of equal ids counts.
        quotas: the limits that AWS has raised where they are deployed, by id.
    """
    template = Template(name="")
    resources: dict[str, Resource] = {}
    for definition in definitions:
        resources.setdefault(definition.id, resource(definition, template))
    return Graph(resources.values(), {template.name: quotas or {}})


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
