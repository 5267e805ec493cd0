"""Follow an event source ARN to its stream."""

from __future__ import annotations

from constructs_lib.graph import CannotDecide, ResourceView, Value

STREAM = "AWS::Kinesis::Stream"
CONSUMER = "AWS::Kinesis::StreamConsumer"
ATTRIBUTES = {(STREAM, "Arn"), (CONSUMER, "ConsumerARN"), (CONSUMER, None), (CONSUMER, "StreamARN")}
ARN_SERVICE = 2


def is_kinesis(arn: Value) -> bool:
    """Tell whether an ARN is that of a stream or of a stream consumer.

    Raises:
        CannotDecide: it is not known.
    """
    if arn.absent:
        return False
    if arn.reference is not None:
        target = arn.target
        return target is not None and target.type in {STREAM, CONSUMER}
    start = arn.parts[0]
    fields = start.split(":") if isinstance(start, str) else []
    if len(fields) > ARN_SERVICE:
        return fields[ARN_SERVICE] == "kinesis"
    raise CannotDecide(arn, "the event source is known only at deployment")


def stream_of(arn: Value) -> ResourceView | None:
    """Follow an ARN to the stream of this app that it belongs to, through a stream consumer if there is one.

    Returns:
        `None` for an ARN of something else.

    Raises:
        CannotDecide: the stream is not known, or not part of this app.
    """
    target = arn.target if arn.reference is not None else None
    if target is None:
        if is_kinesis(arn):
            raise CannotDecide(arn, "the stream is not part of this app")
        return None
    if target.type == CONSUMER:
        return stream_of(target["StreamARN"])
    return target if target.type == STREAM else None
