"""The defaults of Firehose itself, from the table of limits."""

from __future__ import annotations

from constructs_lib.limits import limit


def service_default(fact: str) -> int | float:
    """Give the default of a limit, in the limit's unit.

    Args:
        fact: id of a limit, such as `firehose-retry-http`.

    Raises:
        ValueError: the service has no default there.
    """
    default = limit(fact).default
    if not isinstance(default, int | float):
        raise ValueError(f"{fact} has no number as its default")
    return default
