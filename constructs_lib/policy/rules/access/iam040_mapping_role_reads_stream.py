"""Permission of a function to read the stream of its mapping."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import (
    FUNCTION,
    LAMBDA,
    LAMBDA_GUIDE,
    MAPPING,
    READ_MAPPED,
    SOURCE,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.reading.mapping_access import blamed, read_needs
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="IAM040",
    name="mapping-role-reads-stream",
    title="the function of a mapping may read the stream",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda tries to read the stream while the mapping is made, and refuses it: cannot access stream",
    fix="attach AWSLambdaKinesisExecutionRole to the function's role, or allow its actions on the stream",
    source=LAMBDA_GUIDE,
    bad=template(SOURCE, FUNCTION, role("Role", service=LAMBDA), MAPPING),
    good=template(SOURCE, FUNCTION, role("Role", READ_MAPPED, service=LAMBDA), MAPPING),
)
def mapping_role_reads_stream(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource that poll streams."""
    for mapping in mappings_of(resource):
        needs = missing(read_needs(mapping)) if mapping.reads(KINESIS) else []
        if needs:
            yield Violation(
                blamed(mapping),
                message=f"the function's role is not allowed {', '.join(need.action for need in needs)} on the stream",
                allowed="kinesis:GetRecords, GetShardIterator, DescribeStream, ListShards and ListStreams",
            )
