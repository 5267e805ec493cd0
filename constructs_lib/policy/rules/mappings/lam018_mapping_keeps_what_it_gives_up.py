"""Records that a mapping gives up on."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

LIMITS = ("StartingPosition: LATEST", "MaximumRetryAttempts: 3")
DESTINATION = "DestinationConfig: {OnFailure: {Destination: 'arn:aws:s3:::orders-failed'}}"


@rule(
    id="LAM018",
    name="mapping-keeps-what-it-gives-up",
    title="a mapping that gives up on records has a failure destination",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="the mapping moves on, and nothing says which records the function never handled",
    fix="set DestinationConfig.OnFailure: a bucket gets the records, a queue or topic learns where they are",
    source=limit("esm-on-failure-recommended").read,
    bad=example(*LIMITS),
    good=example(*LIMITS, DESTINATION),
)
def mapping_keeps_what_it_gives_up(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        limited = [
            setting
            for setting in (mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"])
            if setting.exists and setting.number != -1
        ]
        destination = mapping["DestinationConfig.OnFailure"]
        if limited and destination.absent and mapping.reads(KINESIS, DYNAMODB):
            yield Violation(
                destination,
                message=f"records are given up after {limited[0].path[-1]}, and nothing keeps them",
                allowed="the ARN of a queue, a topic or a bucket",
            )
