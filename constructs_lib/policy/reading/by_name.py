"""Find the resource of the app whose name, or ARN, a template writes out instead of referring to it."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from constructs_lib.graph import Graph, Resource, ResourceView, Value
from constructs_lib.policy.reading.arns import SHAPES

NAMES: WeakKeyDictionary[Graph, dict[tuple[str, str], list[Resource]]] = WeakKeyDictionary()
"""Of each graph: type and given name to the resources that have it."""


def follow(value: Value, *types: str) -> ResourceView | None:
    """Find the resource of one of some types that a value refers to, or whose ARN or name it is."""
    if value.reference is not None:
        found = value.owner.view.find(value.owner.resource.template, value.reference.target)
        return found if found is not None and found.type in types else None
    if not isinstance(value.node, str):
        return None
    named = (by_arn(value, kind) or by_name(value, value.node, kind) for kind in types)
    return next((resource for resource in named if resource is not None), None)


def by_arn(value: Value, type: str) -> ResourceView | None:
    """Find the resource of a type whose ARN a value is, in the account and region of the template.

    Returns:
        `None` when the value is no such text, or no one resource of the app has the name in it.
    """
    text, shape = value.node, SHAPES.get(type)
    if not isinstance(text, str) or shape is None:
        return None
    before, _, after = shape.form.partition("{}")
    if not text.startswith(before) or not text.endswith(after):
        return None
    return by_name(value, text[len(before) : len(text) - len(after)].rpartition("/")[2], type)


def by_name(value: Value, name: str, type: str) -> ResourceView | None:
    """Find the one resource of a type that has a name and exists under the scenario of a value.

    The value's own template comes first: stacks of one app in several accounts or regions repeat their names.
    """
    view = value.owner.view
    names = NAMES.get(view.graph)
    if names is None:
        names = NAMES[view.graph] = index(view.graph)
    found = [resource for resource in names.get((type, name), ()) if view.includes(resource)]
    own = [resource for resource in found if resource.template is value.owner.resource.template]
    return view.of((own or found)[0]) if len(own or found) == 1 else None


def index(graph: Graph) -> dict[tuple[str, str], list[Resource]]:
    """List the resources by the names that their templates give them."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for kind, shape in SHAPES.items():
        for resource in graph.types.get(kind, ()) if shape.name is not None else ():
            name = resource.properties.get(shape.name or "")
            if isinstance(name, str):
                found.setdefault((kind, name), []).append(resource)
    return found
