"""Bisecting batches that hold one record."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="LAM019",
    name="mapping-bisects-batches",
    title="a mapping that bisects has batches of more than one record",
    severity=Severity.INFO,
    resources=MAPPINGS,
    why="a batch of one record cannot be split, so the setting does nothing",
    fix="raise BatchSize, or leave BisectBatchOnFunctionError out",
    source=limit("esm-bisect-useless-with-batch-one").source,
    bad=example("StartingPosition: LATEST", "BatchSize: 1", "BisectBatchOnFunctionError: true"),
    good=example("StartingPosition: LATEST", "BatchSize: 2", "BisectBatchOnFunctionError: true"),
)
def mapping_bisects_batches(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        bisects, size = mapping["BisectBatchOnFunctionError"], mapping["BatchSize"]
        if bisects.exists and size.number == 1 and bisects.flag is True:
            yield Violation(
                bisects,
                message="a mapping bisects batches of one record",
                given="batches of 1 record",
                allowed="batches of at least 2 records",
            )
