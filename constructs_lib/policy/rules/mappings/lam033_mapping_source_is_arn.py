"""The source of a mapping is an ARN."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import CONSUMER, MAPPINGS, STREAM, mappings_of
from constructs_lib.policy.rule import Violation, rule

NOT_ARNS = {(STREAM, None), (STREAM, "Name"), (CONSUMER, "ConsumerName"), (CONSUMER, "ConsumerStatus")}


@rule(
    id="LAM033",
    name="mapping-source-is-arn",
    title="a mapping names its source by ARN",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Ref of a stream is its name, which Lambda refuses as an event source",
    fix="use Fn::GetAtt with Arn of the stream, or with ConsumerARN of the stream consumer",
    source=limit("esm-event-source-arn-kinds").read,
    bad=example("StartingPosition: LATEST", source="!Ref Orders"),
    good=example("StartingPosition: LATEST", source="!GetAtt Orders.Arn"),
)
def mapping_source_is_arn(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        source = mapping.source
        if source.reference is None:
            continue
        target = source.target
        if target is not None and (target.type, source.reference.attribute) in NOT_ARNS:
            yield Violation(
                source,
                message=f"the source of a mapping is {source.reference.attribute or 'the name'} of {target.id}",
                allowed=f"the ARN of {target.id}",
            )
