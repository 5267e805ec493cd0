"""A mapping of a stream needs a position to start from."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

POSITIONS = limit("esm-starting-position-enum").allowed


@rule(
    id="LAM011",
    name="mapping-starting-position-required",
    title="a mapping of a stream says where it starts",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses the mapping, and the deployment fails",
    fix="set StartingPosition: TRIM_HORIZON reads what the stream still holds, LATEST only what comes",
    source=limit("esm-starting-position-required").read,
    bad=example(),
    good=example("StartingPosition: TRIM_HORIZON"),
)
def mapping_starting_position_required(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        position = mapping["StartingPosition"]
        if position.absent and mapping.reads(KINESIS):
            yield Violation(
                position,
                message="a mapping of a stream has no starting position",
                allowed=", ".join(map(str, POSITIONS)),
            )
