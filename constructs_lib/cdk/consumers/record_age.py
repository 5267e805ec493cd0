"""For how long a mapping goes on trying a record."""

from __future__ import annotations

from constructs_lib.graph import Definition
from constructs_lib.limits import limit

SECONDS_PER_HOUR = 3600
SHARE_OF_RETENTION = 2


def default_record_age(stream: Definition | None) -> int:
    """Give half the retention of a stream in seconds, within what a mapping takes.

    Args:
        stream: the stream if it is known; the shortest retention there is counts otherwise.
    """
    hours = stream.properties.get("RetentionPeriodHours") if stream else None
    if not isinstance(hours, int | float):
        hours = limit("kinesis-stream-retention-hours").low
    half = int(hours * SECONDS_PER_HOUR / SHARE_OF_RETENTION)
    return min(half, int(limit("esm-max-record-age").high))
