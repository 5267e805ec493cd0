"""Find the stream consumers that share a stream."""

from __future__ import annotations

from constructs_lib.graph import ResourceView
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
        found = [other for other in consumer.view.of_type(CONSUMER) if other["StreamARN"].node == stream.text]
    return sorted(found, key=place)
