"""A starting timestamp and the position that reads it."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

AT_TIMESTAMP = "AT_TIMESTAMP"


@rule(
    id="LAM012",
    name="mapping-timestamp-with-position",
    title="a starting timestamp goes with AT_TIMESTAMP, and with nothing else",
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
        if position.absent or (position.text == AT_TIMESTAMP) == timestamp.exists or not mapping.reads(KINESIS):
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
