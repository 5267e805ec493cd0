"""Destinations of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders"


@rule(
    id="LAM016",
    name="mapping-has-no-success-destination",
    title="a mapping has no destination for what succeeded",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="only asynchronous invocations have OnSuccess; CloudFormation refuses the mapping",
    fix="use OnFailure for what fails, and send on what succeeds in the function",
    source=limit("esm-on-success-unsupported").read,
    bad=example("StartingPosition: LATEST", f"DestinationConfig: {{OnSuccess: {{Destination: '{QUEUE}'}}}}"),
    good=example("StartingPosition: LATEST", f"DestinationConfig: {{OnFailure: {{Destination: '{QUEUE}'}}}}"),
)
def mapping_has_no_success_destination(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        destination = mapping["DestinationConfig.OnSuccess"]
        if destination.exists:
            yield Violation(
                destination,
                message="a mapping has a destination for what succeeded",
                given="OnSuccess",
                allowed="OnFailure only",
            )
