"""Record age of a mapping against the retention of its stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import (
    DYNAMODB,
    KINESIS,
    MAPPINGS,
    EventMapping,
    mappings_of,
    stream_of,
)
from constructs_lib.policy.rule import Violation, rule

SECONDS_PER_HOUR = 3600
STREAM = "{ShardCount: 1, RetentionPeriodHours: 24}"


@rule(
    id="LAM010",
    name="mapping-record-age-within-retention",
    title="the record age of a mapping is within the retention of its stream",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="the stream drops the records first, without a word to the failure destination",
    fix="lower MaximumRecordAgeInSeconds below the retention, or keep records longer",
    source=limit("cross-record-age-vs-retention").read,
    bad=example("StartingPosition: LATEST", "MaximumRecordAgeInSeconds: 172800", stream=STREAM),
    good=example("StartingPosition: LATEST", "MaximumRecordAgeInSeconds: 43200", stream=STREAM),
)
def mapping_record_age_within_retention(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        age = mapping["MaximumRecordAgeInSeconds"]
        if age.number is None or age.number < 0 or not mapping.reads(KINESIS, DYNAMODB):
            continue
        hours = hours_kept(mapping)
        if hours is not None and age.number > hours * SECONDS_PER_HOUR:
            yield Violation(
                age,
                message=f"records may be {age.number} seconds old, but the stream keeps them for {hours} hours only",
                given=f"{age.number} seconds",
                allowed=f"-1, or at most {int(hours * SECONDS_PER_HOUR)} seconds, the retention",
            )


def hours_kept(mapping: EventMapping) -> float | None:
    """How long the source of a mapping keeps its records; `None` where no stream of this app is read.

    Raises:
        CannotDecide: the stream is not part of this app.
    """
    if mapping.reads(DYNAMODB):
        return limit("dynamodb-stream-retention").high
    stream = stream_of(mapping.source)
    if stream is None:
        return None
    hours = stream["RetentionPeriodHours"].number or limit("kinesis-stream-retention-hours").default
    return hours if isinstance(hours, int | float) else None
