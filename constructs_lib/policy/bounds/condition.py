"""The conditions under which a bound applies."""

from __future__ import annotations

from constructs_lib.graph import Value
from constructs_lib.policy.reading.event_sources import is_kinesis


def applies(value: Value, condition: object) -> bool:
    """Tell whether a condition holds for a value.

    Args:
        value: at the condition's property path.
        condition: `True` or `False` for a flag, `"present"`, `"absent"`, `"not false"`, `"kinesis"` for the ARN of a
            stream or stream consumer, or a list of texts of which the value has to be one.

    Raises:
        CannotDecide: the value is not known.
        ValueError: the condition is none of these.
    """
    match condition:
        case bool():
            return value.flag is condition
        case "present":
            return value.exists
        case "absent":
            return value.absent
        case "not false":
            return value.flag is not False
        case "kinesis":
            return is_kinesis(value)
        case list():
            return value.text in condition
        case _:
            raise ValueError(f"unknown condition {condition!r}")
