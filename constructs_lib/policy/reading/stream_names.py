"""Names of delivery streams that a service demands."""

from __future__ import annotations

from constructs_lib.graph import CannotDecide, Value
from constructs_lib.policy.reading.arns import RESOURCE_FIELD, Made, Tokens, fields, made, tokens_of
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM

SERVICE_FIELD, SERVICE = 2, tuple("firehose")
RESOURCE = tuple("deliverystream/")


def delivery_name(arn: Value) -> Tokens | None:
    """The name in the ARN of a delivery stream; `None` for an ARN of something else.

    Raises:
        CannotDecide: what the ARN belongs to is not known.
    """
    if arn.reference is not None:
        target = arn.target
        if target is None or target.type != DELIVERY_STREAM:
            return None
        name = target["DeliveryStreamName"]
        return (made(target),) if name.absent else tokens_of(name)
    parts = fields(tokens_of(arn))
    if parts is None:
        raise CannotDecide(arn, "the destination is known only at deployment")
    return parts[RESOURCE_FIELD][len(RESOURCE) :] if parts[SERVICE_FIELD] == SERVICE else None


def begins_with(arn: Value, name: Tokens, prefix: str) -> bool:
    """Tell whether a name begins with a prefix; a name that CloudFormation makes up begins with the stack's name.

    Raises:
        CannotDecide: the beginning is not known.
    """
    known = ""
    for piece in name:
        if not isinstance(piece, str):
            break
        known += piece
    if len(known) >= len(prefix) or len(known) == len(name):
        return known.startswith(prefix)
    if not prefix.startswith(known):
        return False
    raise CannotDecide(arn, "the name of the delivery stream is known only at deployment")


def is_made_up(name: Tokens) -> bool:
    """Tell whether CloudFormation makes the name up."""
    return len(name) == 1 and isinstance(name[0], Made)
