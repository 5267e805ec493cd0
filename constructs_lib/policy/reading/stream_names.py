"""Names of delivery streams that a service demands."""

from __future__ import annotations

from constructs_lib.graph import CannotDecide, Value
from constructs_lib.policy.reading.arns import Made, Tokens, fields, tokens_of

DELIVERY_ARN = "firehose"
RESOURCE = tuple("deliverystream/")


def delivery_name(arn: Value) -> Tokens | None:
    """The name in the ARN of a delivery stream; `None` for an ARN of something else.

    Raises:
        CannotDecide: what the ARN belongs to is not known.
    """
    parts = fields(tokens_of(arn))
    if parts is None:
        raise CannotDecide(arn, "the destination is known only at deployment")
    if parts[2] != tuple(DELIVERY_ARN):
        return None
    return parts[5][len(RESOURCE) :]


def begins_with(arn: Value, name: Tokens, prefix: str) -> bool:
    """Tell whether a name begins with a prefix; a name that CloudFormation makes up begins with the stack's name.

    Raises:
        CannotDecide: the beginning is not known.
    """
    known = ""
    for token in name:
        if not isinstance(token, str):
            break
        known += token
    if len(known) >= len(prefix) or len(known) == len(name):
        return known.startswith(prefix)
    if not prefix.startswith(known):
        return False
    raise CannotDecide(arn, "the name of the delivery stream is known only at deployment")


def is_made_up(name: Tokens) -> bool:
    """Tell whether CloudFormation makes the name up."""
    return len(name) == 1 and isinstance(name[0], Made)
