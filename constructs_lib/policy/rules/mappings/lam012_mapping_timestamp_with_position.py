"""A starting timestamp and the position that reads it."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import (
    DYNAMODB,
    KAFKA,
    KINESIS,
    MAPPINGS,
    SELF_MANAGED,
    mappings_of,
)
from constructs_lib.policy.rule import Violation, rule

AT_TIMESTAMP = "AT_TIMESTAMP"
WITH_POSITION = (KINESIS, DYNAMODB, KAFKA, SELF_MANAGED)


@rule(
    id="LAM012",
    name="mapping-timestamp-with-position",
    title="a starting timestamp goes with AT_TIMESTAMP, and with nothing else; the stream of a table has none",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses the mapping, and the deployment fails",
    fix="set StartingPosition to AT_TIMESTAMP and StartingPositionTimestamp to Unix seconds, or leave out both",
    source=f"{limit('esm-starting-position-timestamp-required').read}; "
    f"{limit('esm-starting-position-timestamp-forbidden').read}",
    bad=example("StartingPosition: TRIM_HORIZON", "StartingPositionTimestamp: 1735689600"),
    good=example("StartingPosition: AT_TIMESTAMP", "StartingPositionTimestamp: 1735689600"),
)
def mapping_timestamp_with_position(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        position, timestamp = mapping["StartingPosition"], mapping["StartingPositionTimestamp"]
        if position.absent:
            continue
        if position.text == AT_TIMESTAMP and mapping.reads(DYNAMODB):
            yield Violation(
                position,
                message="a mapping of a table's stream starts at a timestamp",
                allowed="TRIM_HORIZON or LATEST",
                fix="set StartingPosition to TRIM_HORIZON or LATEST",
            )
            continue
        if (position.text == AT_TIMESTAMP) == timestamp.exists or not mapping.reads(*WITH_POSITION):
            continue
        if timestamp.absent:
            yield Violation(
                timestamp,
                message="a mapping starts at a timestamp, but names none",
                allowed="Unix seconds in the past",
            )
        else:
            yield Violation(
                timestamp,
                message=f"a mapping that starts at {position.text} has a starting timestamp",
                allowed="no timestamp, or AT_TIMESTAMP as StartingPosition",
            )
