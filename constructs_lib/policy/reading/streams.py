"""Read what a stream's settings mean together."""

from __future__ import annotations

from constructs_lib.graph import ResourceView, Value

PROVISIONED, ON_DEMAND = "PROVISIONED", "ON_DEMAND"
MANAGED_KEYS = {"alias/aws/kinesis", "aws/kinesis"}


def is_provisioned(stream: ResourceView) -> bool:
    """Tell whether a stream is certainly provisioned: it says so, or has a shard count and no mode.

    A stream with neither is left to the service, which makes it one of four shards.

    Raises:
        CannotDecide: its mode is not known.
    """
    mode = stream["StreamModeDetails.StreamMode"]
    return stream["ShardCount"].exists if mode.absent else mode.text == PROVISIONED


def uses_managed_key(key: Value) -> bool:
    """Tell whether a key is the one that AWS manages for Kinesis.

    Raises:
        CannotDecide: it is not known, and is no key of this app.
    """
    if key.reference is not None:
        return key.target is None
    text = key.text or ""
    return text in MANAGED_KEYS or text.endswith(":alias/aws/kinesis")
