"""Tumbling windows and parallel batches of one shard."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

WINDOW = ("StartingPosition: LATEST", "TumblingWindowInSeconds: 60")


@rule(
    id="LAM021",
    name="mapping-window-without-parallelization",
    title="a mapping with a tumbling window reads each shard with one batch at a time",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="the state of a window passes from one batch of a shard to the next, so Lambda refuses parallel batches",
    fix="leave ParallelizationFactor out or set it to 1, and add shards instead",
    source="https://github.com/terraform-aws-modules/terraform-aws-lambda/issues/619: the factor must be 1, without "
    "the message of the service (read 2026-11-21)",
    bad=example(*WINDOW, "ParallelizationFactor: 2"),
    good=example(*WINDOW, "ParallelizationFactor: 1"),
)
def mapping_window_without_parallelization(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        window, factor = mapping["TumblingWindowInSeconds"], mapping["ParallelizationFactor"]
        if window.absent or factor.absent or factor.number == 1:
            continue
        if window.number:
            yield Violation(
                factor,
                message=f"a window of {window.number} seconds is read with {factor.number} batches at a time",
                allowed="1, with a tumbling window",
            )
