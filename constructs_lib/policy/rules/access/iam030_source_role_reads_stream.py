"""Permission to read the Kinesis source of a delivery stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import (
    BUCKET,
    OBJECTS,
    READ_SOURCE,
    READING_DELIVERY,
    ROLE_GUIDE,
    SOURCE,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import source_needs
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="IAM030",
    name="source-role-reads-stream",
    title="the role of a Kinesis source may read the stream",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service describes the stream while the delivery stream is made, and refuses it when the role may not",
    fix="allow kinesis:DescribeStream, GetShardIterator, GetRecords and ListShards on the stream's ARN",
    source=ROLE_GUIDE,
    bad=template(BUCKET, SOURCE, role("Role", OBJECTS), READING_DELIVERY),
    good=template(BUCKET, SOURCE, role("Role", OBJECTS, READ_SOURCE), READING_DELIVERY),
)
def source_role_reads_stream(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream with a Kinesis source; what is missing beyond describing shows itself at run time."""
    needs = missing(source_needs(stream))
    if not needs:
        return
    refused = any(need.checked for need in needs)
    yield Violation(
        needs[0].role,
        message=f"the role is not allowed {', '.join(need.action for need in needs)} on the source stream",
        allowed="kinesis:DescribeStream, GetShardIterator, GetRecords and ListShards on the stream",
        severity=None if refused else Severity.WARNING,
        why=None if refused else "the delivery stream deploys, and then reads nothing",
    )
