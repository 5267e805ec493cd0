"""Find the resource of the app whose name, or ARN, a template writes out instead of referring to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from constructs_lib.graph import Graph, Resource, ResourceView, Text, Undecided, Value
from constructs_lib.policy.reading.arns import SHAPES
from constructs_lib.policy.reading.indexes import indexed


@dataclass(frozen=True, slots=True)
class Names:
    """The resources of a graph by the names that their templates give them.

    Attributes:
        plain: type and name to the resources that have it.
        other: type to the resources whose name is put together, or depends on conditions and parameters.
    """

    plain: dict[tuple[str, str], list[Resource]] = field(default_factory=dict)
    other: dict[str, list[Resource]] = field(default_factory=dict)


def follow(value: Value, *types: str) -> ResourceView | None:
    """Find the resource of one of some types that a value refers to, or whose ARN or name it is."""
    if value.reference is not None:
        found = value.owner.view.find(value.owner.resource.template, value.reference.target)
        return found if found is not None and found.type in types else None
    named = (by_arn(value, kind) or by_name(value, value.node, kind) for kind in types)
    return next((resource for resource in named if resource is not None), None)


def by_arn(value: Value, type: str) -> ResourceView | None:
    """Find the resource of a type whose ARN a value is, in the account and region of the template.

    Returns:
        `None` when the value is no such text, or no one resource of the app has the name in it.
    """
    shape = SHAPES.get(type)
    before, _, after = shape.form.partition("{}") if shape is not None else ("", "", "")
    node = value.node
    parts = node.parts if isinstance(node, Text) else (node,)
    if shape is None or after or not isinstance(parts[0], str) or not parts[0].startswith(before):
        return None
    first = parts[0][len(before) :].rpartition("/")[2]
    if isinstance(node, Text):
        return by_name(value, Text(tuple(part for part in (first, *node.parts[1:]) if part != "")), type)
    return by_name(value, first, type)


def by_name(value: Value, name: object, type: str) -> ResourceView | None:
    """Find the one resource of a type that has a name and exists under the scenario of a value.

    The value's own template comes first: stacks of one app in several accounts or regions repeat their names.
    """
    if not isinstance(name, str | Text) or any(isinstance(part, Undecided) for part in parts_of(name)):
        return None
    view, template = value.owner.view, value.owner.resource.template
    found = [resource for resource in having(value, name, type) if view.includes(resource)]
    own = [resource for resource in found if resource.template is template]
    return view.of((own or found)[0]) if len(own or found) == 1 else None


def parts_of(name: str | Text) -> tuple[object, ...]:
    """The pieces of a name."""
    return name.parts if isinstance(name, Text) else (name,)


def having(value: Value, name: str | Text, type: str) -> Iterator[Resource]:
    """The resources of a type that have a name; one that is put together says so within its own template alone."""
    view = value.owner.view
    names = index(view.graph)
    if isinstance(name, str):
        yield from names.plain.get((type, name), ())
    for resource in names.other.get(type, ()):
        near = resource.template is value.owner.resource.template
        if near and view.of(resource)[SHAPES[type].name or ""].node == name:
            yield resource


@indexed
def index(graph: Graph) -> Names:
    """List the resources by their names."""
    found = Names()
    for kind, shape in SHAPES.items():
        for resource in graph.types.get(kind, ()) if shape.name is not None else ():
            name = resource.properties.get(shape.name or "")
            if isinstance(name, str):
                found.plain.setdefault((kind, name), []).append(resource)
            elif name is not None:
                found.other.setdefault(kind, []).append(resource)
    return found
