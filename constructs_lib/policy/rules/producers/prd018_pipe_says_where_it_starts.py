"""Where a pipe begins to read a stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import STREAM, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import is_kinesis
from constructs_lib.policy.rule import Violation, rule

SETTINGS = "SourceParameters.KinesisStreamParameters"
PIPE = """
Pipe:
  Type: AWS::Pipes::Pipe
  Properties:
    Source: !GetAtt Orders.Arn
    Target: arn:aws:sqs:us-east-1:111122223333:orders
    RoleArn: arn:aws:iam::111122223333:role/pipe
"""
STARTING = PIPE + "    SourceParameters: {KinesisStreamParameters: {StartingPosition: LATEST}}\n"


@rule(
    id="PRD018",
    name="pipe-says-where-it-starts",
    title="a pipe that reads a stream says where it starts",
    severity=Severity.ERROR,
    resources=("AWS::Pipes::Pipe",),
    why="there is no default: the service refuses a source stream without a starting position, and a time without one",
    fix="set StartingPosition in KinesisStreamParameters, and StartingPositionTimestamp for AT_TIMESTAMP alone",
    source="EventBridge Pipes API Reference: PipeSourceKinesisStreamParameters (botocore 1.44.5, read 2026-11-21)",
    bad=template(STREAM, PIPE),
    good=template(STREAM, STARTING),
)
def pipe_says_where_it_starts(pipe: ResourceView) -> Iterator[Violation]:
    """Check the source of one pipe."""
    if pipe["Source"].absent or not is_kinesis(pipe["Source"]):
        return
    position, time = pipe[f"{SETTINGS}.StartingPosition"], pipe[f"{SETTINGS}.StartingPositionTimestamp"]
    if position.absent:
        yield Violation(position, message="the pipe does not say where it starts", allowed="a starting position")
    elif position.text == "AT_TIMESTAMP" and time.absent:
        yield Violation(time, message="the pipe starts at a time that is not named", allowed="a time")
