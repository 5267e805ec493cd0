"""Find the stream consumers that share a stream."""

from __future__ import annotations

from constructs_lib.graph import ResourceView
from constructs_lib.graph.values import Import, Parameter
from constructs_lib.policy.reading.event_sources import CONSUMER
from constructs_lib.policy.reading.referrers import place, referrers


def consumers_beside(consumer: ResourceView) -> list[ResourceView]:
    """The consumers of the stream that a consumer reads, itself among them, in the template's order.

    Raises:
        CannotDecide: the stream is not known.
    """
    stream = consumer["StreamARN"]
    if stream.reference is not None:
        target = stream.target
        found = [] if target is None else list(referrers(target, CONSUMER, "StreamARN"))
        found = [other for other in found if target is not None and target.same(other["StreamARN"].target)]
    else:
        beside = [other for other in consumer.view.of_type(CONSUMER) if same_template(consumer, other)]
        found = [other for other in beside if same_name(consumer, other, "StreamARN")]
        if len(found) <= 1:
            found = [other for other in beside if other["StreamARN"].node == stream.text]
    return sorted(found, key=place)


def same_template(one: ResourceView, other: ResourceView) -> bool:
    """Tell whether two resources stand in one template; templates that only lie side by side may never meet."""
    return one.resource.template is other.resource.template


def same_name(one: ResourceView, other: ResourceView, property: str) -> bool:
    """Tell whether two resources of a template take a property from the same import or parameter."""
    mine, theirs = one.resource.properties.get(property), other.resource.properties.get(property)
    return isinstance(mine, Import | Parameter) and mine == theirs
