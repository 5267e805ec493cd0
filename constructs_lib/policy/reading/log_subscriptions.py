"""Find the subscriptions by which CloudWatch Logs feeds a delivery stream."""

from __future__ import annotations

from constructs_lib.graph import ResourceView, Value
from constructs_lib.graph.values import Import
from constructs_lib.policy.reading.by_name import follow
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.event_sources import STREAM

SUBSCRIPTIONS = {"AWS::Logs::SubscriptionFilter": "DestinationArn", "AWS::Logs::Destination": "TargetArn"}


def receives_logs(stream: ResourceView) -> bool:
    """Tell whether a log subscription of this app feeds a delivery stream, directly or through the stream it reads."""
    source = target_of(stream["KinesisStreamSourceConfiguration.KinesisStreamARN"])
    for subscriber, name in SUBSCRIPTIONS.items():
        for resource in stream.view.graph.types.get(subscriber, ()):
            near = any(resource.template is found.resource.template for found in (stream, source) if found is not None)
            if not near and not isinstance(resource.properties.get(name), Import):
                continue
            target = target_of(stream.view.of(resource)[name])
            fed = target is not None and (target.same(stream) or target.same(source))
            if fed and stream.view.includes(resource):
                return True
    return False


def target_of(arn: Value) -> ResourceView | None:
    """Follow an ARN; one that leads nowhere known is no evidence."""
    return follow(arn, STREAM, DELIVERY_STREAM)
