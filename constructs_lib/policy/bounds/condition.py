"""The conditions under which a bound applies."""

from __future__ import annotations

from constructs_lib.graph import ResourceView
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, EventMapping


def applies(holder: ResourceView | EventMapping, path: str, condition: object) -> bool:
    """Tell whether a condition holds.

    Args:
        holder: what has the property.
        path: of the property that the condition is about.
        condition: `True` or `False` for a flag, `"present"`, `"absent"`, `"not false"`, `"streams"` for a mapping that
            reads a stream, a stream consumer or the stream of a table, or a list of texts of which the value has to be
            one.

    Raises:
        CannotDecide: the value is not known.
        ValueError: the condition is none of these.
    """
    if condition == "streams":
        return isinstance(holder, EventMapping) and holder.reads(KINESIS, DYNAMODB)
    value = holder[path]
    match condition:
        case bool():
            return value.flag is condition
        case "present":
            return value.exists
        case "absent":
            return value.absent
        case "not false":
            return value.flag is not False
        case list():
            return value.text in condition
        case _:
            raise ValueError(f"unknown condition {condition!r}")
