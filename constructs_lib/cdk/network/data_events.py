"""Who read and wrote which stream, recorded by CloudTrail."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_kinesis as kinesis

STREAM, CONSUMER = "AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer"
Selector = cloudtrail.CfnTrail.AdvancedEventSelectorProperty
Field = cloudtrail.CfnTrail.AdvancedFieldSelectorProperty


def record_data_events(trail: cloudtrail.Trail, *, streams: Sequence[kinesis.IStream] = ()) -> None:
    """Record each call that reads or writes these streams, and subscriptions of their consumers.

    Each recorded event is billed. The trail keeps recording management events.

    Args:
        trail: without basic event selectors, which exclude these.
        streams: all of the account unless given.

    Raises:
        ValueError: the trail has basic event selectors, or data events of streams already.

    Source: CloudTrail User Guide, "Logging data events", types of resources (read 2026-11-21).

    Example:
        >>> record_data_events(trail, streams=[stream])  # doctest: +SKIP
    """
    resource = trail.node.default_child
    assert isinstance(resource, cloudtrail.CfnTrail)
    if resource.event_selectors:
        raise ValueError("the trail has basic event selectors, which exclude these: leave them out")
    if resource.advanced_event_selectors:
        raise ValueError("the trail has advanced event selectors already: call this once, with all streams")
    arns = [stream.stream_arn for stream in streams]
    resource.advanced_event_selectors = [
        Selector(name="Management events", field_selectors=[Field(field="eventCategory", equal_to=["Management"])]),
        _data("Data events of streams", STREAM, Field(field="resources.ARN", equal_to=arns) if arns else None),
        _data(
            "Data events of consumers",
            CONSUMER,
            Field(field="resources.ARN", starts_with=[f"{arn}/" for arn in arns]) if arns else None,
        ),
    ]


def _data(name: str, type: str, which: cloudtrail.CfnTrail.AdvancedFieldSelectorProperty | None) -> Selector:
    fields = [Field(field="eventCategory", equal_to=["Data"]), Field(field="resources.type", equal_to=[type])]
    return Selector(name=name, field_selectors=[*fields, which] if which else fields)
