"""Endless retries of records that never grow too old."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

ENDLESS = {None, -1}


@rule(
    id="LAM017",
    name="mapping-retries-end",
    title="a mapping gives up on a record before the stream does",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="one record that always fails stops its shard until the stream drops it, and what waits behind may expire",
    fix="set MaximumRetryAttempts or MaximumRecordAgeInSeconds, with a failure destination for what is given up",
    source=limit("cross-infinite-retry-vs-retention").source,
    bad=example("StartingPosition: LATEST", "MaximumRetryAttempts: -1"),
    good=example("StartingPosition: LATEST", "MaximumRetryAttempts: 10"),
)
def mapping_retries_end(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        retries, age = mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]
        if retries.number in ENDLESS and age.number in ENDLESS and mapping.reads(KINESIS, DYNAMODB):
            yield Violation(
                retries,
                message="a record that always fails is tried again for as long as the stream keeps it",
                given="no end of retries, and no record age",
                allowed="0 retries or more, or a record age",
                severity=Severity.WARNING if (retries.exists or age.exists) else Severity.INFO,
            )
