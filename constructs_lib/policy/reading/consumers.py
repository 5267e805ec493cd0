"""Find the stream consumers that share a stream."""

from __future__ import annotations

from constructs_lib.graph import Graph, Resource, ResourceView
from constructs_lib.graph.values import Import, Parameter
from constructs_lib.policy.reading.event_sources import CONSUMER
from constructs_lib.policy.reading.indexes import indexed
from constructs_lib.policy.reading.referrers import place, referrers

Source = tuple[str, str | Import | Parameter]
"""A template, and what stands in it for a stream that is no resource of it."""


def consumers_beside(consumer: ResourceView) -> list[ResourceView]:
    """The consumers of the stream that a consumer reads, itself among them, in the template's order.

    Raises:
        CannotDecide: the stream is not known, and no other consumer names it in the same way.
    """
    stream = consumer["StreamARN"]
    if stream.reference is not None:
        target = stream.target
        found = [] if target is None else list(referrers(target, CONSUMER, "StreamARN"))
        found = [other for other in found if target is not None and target.same(other["StreamARN"].target)]
    else:
        found = written_alike(consumer)
        if len(found) <= 1 and stream.text is not None:
            found = [consumer]
    return sorted(found, key=place)


def written_alike(consumer: ResourceView) -> list[ResourceView]:
    """The consumers of a template whose stream is the same literal, import or parameter."""
    view = consumer.view
    source = source_of(consumer.resource)
    same = index_sources(view.graph).get(source, ()) if source is not None else ()
    return [view.of(resource) for resource in same if view.includes(resource)]


@indexed
def index_sources(graph: Graph) -> dict[Source, list[Resource]]:
    """List the consumers of every stream; templates that only lie side by side may never meet."""
    index: dict[Source, list[Resource]] = {}
    for resource in graph.types.get(CONSUMER, ()):
        source = source_of(resource)
        if source is not None:
            index.setdefault(source, []).append(resource)
    return index


def source_of(resource: Resource) -> Source | None:
    """How a consumer names its stream, where the same words mean the same stream."""
    arn = resource.properties.get("StreamARN")
    return (resource.template.name, arn) if isinstance(arn, str | Import | Parameter) else None


def same_name(one: ResourceView, other: ResourceView) -> bool:
    """Tell whether two consumers of a template take their names from the same parameter or import."""
    mine, theirs = one.resource.properties.get("ConsumerName"), other.resource.properties.get("ConsumerName")
    return isinstance(mine, Import | Parameter) and mine == theirs and one.resource.template is other.resource.template
