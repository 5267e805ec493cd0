"""Tell what CloudFormation finishes before it starts on a resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from constructs_lib.graph import Graph, Reference, Resource, ResourceView, Text, Undecided
from constructs_lib.graph.values import Choice, Node, OneOf

HIDING = ("Join", "Sub", "Select", "Split", "macro")
"""How the reasons of values begin in which a reference may be hidden."""
Needs = tuple[frozenset[str], bool]
NEEDS: WeakKeyDictionary[Graph, dict[tuple[int, str], Needs]] = WeakKeyDictionary()


def waits_for(later: ResourceView, first: ResourceView) -> bool | None:
    """Tell whether a resource is made only after another, directly or through anything in between.

    Returns:
        `None` when it is not known: the two are in different stacks, or a reference may be hidden in a text.
    """
    if later.resource.template is not first.resource.template:
        return None
    graph, template = later.view.graph, later.resource.template
    hidden = False
    seen: set[str] = set()
    waiting = [later.resource]
    while waiting:
        names, hides = needs(graph, waiting.pop())
        hidden = hidden or hides
        if first.id in names:
            return True
        for name in names - seen:
            seen.add(name)
            found = graph.find(template, name)
            if found is not None:
                waiting.append(found)
    return None if hidden else False


def needs(graph: Graph, resource: Resource) -> Needs:
    """The logical ids that a resource names, and whether it may name others that are hidden."""
    known = NEEDS.setdefault(graph, {})
    key = (id(resource.template), resource.id)
    if key not in known:
        parts = list(pieces(resource.properties))
        names = {part.target for part in parts if isinstance(part, Reference)}
        parameters = resource.template.conditions.parameters
        unknown = {name for name in names if name not in parameters and graph.find(resource.template, name) is None}
        hides = any(isinstance(part, Undecided) and part.reason.startswith(HIDING) for part in parts)
        foreign = {name for name in unknown if "\n" in name or name.startswith("AWS::")}
        known[key] = frozenset({*names, *resource.depends_on}), hides or bool(unknown - foreign)
    return known[key]


def pieces(node: Node) -> Iterator[Reference | Undecided]:
    """Every reference and every unknown in a value, in all branches."""
    if isinstance(node, Reference | Undecided):
        yield node
        return
    inner: Sequence[Node] = ()
    if isinstance(node, Mapping):
        inner = list(node.values())
    elif isinstance(node, Choice):
        inner = (node.if_true, node.if_false)
    elif isinstance(node, OneOf):
        inner = node.options
    elif isinstance(node, Text):
        inner = node.parts
    elif isinstance(node, Sequence) and not isinstance(node, str):
        inner = node
    for item in inner:
        yield from pieces(item)
