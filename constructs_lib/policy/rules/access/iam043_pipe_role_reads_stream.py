"""Permission of a pipe to read its stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import READ_MAPPED, SOURCE, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.mapping_access import pipe_needs
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.rule import Violation, rule

PIPES = "pipes.amazonaws.com"
PIPE = """
Pipe:
  Type: AWS::Pipes::Pipe
  Properties:
    RoleArn: !GetAtt Role.Arn
    Source: !GetAtt Source.Arn
    SourceParameters: {KinesisStreamParameters: {StartingPosition: LATEST}}
    Target: arn:aws:sqs:us-east-1:111122223333:orders
"""


@rule(
    id="IAM043",
    name="pipe-role-reads-stream",
    title="the role of a pipe may read the stream that is its source",
    severity=Severity.WARNING,
    resources=("AWS::Pipes::Pipe",),
    why="the pipe cannot read its source: it does not start, or delivers nothing",
    fix="allow kinesis:GetRecords, GetShardIterator, DescribeStream, DescribeStreamSummary and ListShards",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html (read 2026-11-21)",
    bad=template(SOURCE, role("Role", service=PIPES), PIPE),
    good=template(SOURCE, role("Role", READ_MAPPED, service=PIPES), PIPE),
)
def pipe_role_reads_stream(pipe: ResourceView) -> Iterator[Violation]:
    """Check one pipe."""
    needs = missing(pipe_needs(pipe))
    if needs:
        yield Violation(
            pipe["RoleArn"],
            message=f"the role is not allowed {', '.join(need.action for need in needs)} on the source stream",
            allowed="kinesis:GetRecords, GetShardIterator and DescribeStream on the stream",
        )
