"""A starting timestamp against the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KAFKA, KINESIS, MAPPINGS, SELF_MANAGED, mappings_of
from constructs_lib.policy.rule import Violation, rule

NEVER_DEPLOYED_LATER = timedelta(days=366)
"""A timestamp further ahead is wrong whenever the template is deployed: most often milliseconds."""


@rule(
    id="LAM013",
    name="mapping-timestamp-in-the-past",
    title="a mapping starts at a time that has passed",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses a starting time in the future, and the deployment fails",
    fix="set StartingPositionTimestamp to Unix seconds, not milliseconds, of a moment that has passed",
    source=limit("esm-starting-position-timestamp-future").read,
    bad=example("StartingPosition: AT_TIMESTAMP", "StartingPositionTimestamp: 1735689600000"),
    good=example("StartingPosition: AT_TIMESTAMP", "StartingPositionTimestamp: 1735689600"),
)
def mapping_timestamp_in_the_past(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    now = datetime.now(UTC)
    for mapping in mappings_of(resource):
        timestamp = mapping["StartingPositionTimestamp"]
        if timestamp.absent or not mapping.reads(KINESIS, KAFKA, SELF_MANAGED):
            continue
        seconds = timestamp.number
        if seconds is None or seconds <= now.timestamp():
            continue
        certain = seconds > (now + NEVER_DEPLOYED_LATER).timestamp()
        yield Violation(
            timestamp,
            message=f"the mapping starts at {seconds} seconds after 1970, which lies in the future",
            given=f"{seconds} seconds",
            allowed="at most the time of deployment, in Unix seconds",
            severity=Severity.ERROR if certain else Severity.WARNING,
        )
