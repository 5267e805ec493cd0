"""A mapping of a stream or of a Kafka topic needs a position to start from."""

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
    EventMapping,
    mappings_of,
)
from constructs_lib.policy.rule import Violation, rule

POSITIONS = limit("esm-starting-position-enum").allowed


@rule(
    id="LAM011",
    name="mapping-starting-position-required",
    title="a mapping of a stream or of a Kafka topic says where it starts",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses the mapping, and the deployment fails",
    fix="set StartingPosition: TRIM_HORIZON reads what the stream still holds, LATEST only what comes",
    source=f"{limit('esm-starting-position-required').read}; "
    "https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html (read 2026-11-21)",
    bad=example(),
    good=example("StartingPosition: TRIM_HORIZON"),
)
def mapping_starting_position_required(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        position = mapping["StartingPosition"]
        if position.absent and (mapping.reads(KINESIS, DYNAMODB) or reads_topic(mapping)):
            yield Violation(
                position,
                message="a mapping of a stream has no starting position",
                allowed=", ".join(map(str, POSITIONS)),
            )


def reads_topic(mapping: EventMapping) -> bool:
    """Tell whether a mapping reads a Kafka topic by position; a share group, its other way to read, has none."""
    return mapping.reads(KAFKA, SELF_MANAGED) and not any(
        each.exists for path in ("ConsumptionMode", "*.ConsumptionMode") for each in mapping.each(path)
    )
