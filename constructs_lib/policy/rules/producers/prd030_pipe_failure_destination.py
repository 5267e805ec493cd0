"""What a pipe does with the records of a stream that it gives up."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.producers import STREAM, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arns import fields, tokens_of
from constructs_lib.policy.reading.event_sources import is_kinesis
from constructs_lib.policy.rule import Violation, rule

SETTINGS = "SourceParameters.KinesisStreamParameters"
LIMITS = ("MaximumRetryAttempts", "MaximumRecordAgeInSeconds")
SERVICES, ALLOWED, SERVICE_FIELD = {"sqs", "sns"}, "the ARN of a queue or a topic", 2
PIPE = """
Pipe:
  Type: AWS::Pipes::Pipe
  Properties:
    Source: !GetAtt Orders.Arn
    SourceParameters:
      KinesisStreamParameters: {StartingPosition: LATEST, SETTINGS}
    Target: arn:aws:lambda:us-east-1:111122223333:function:watch
    RoleArn: arn:aws:iam::111122223333:role/pipe
"""


def piping(settings: str) -> str:
    """A stream with a pipe that has some settings."""
    return template(STREAM, PIPE.replace("SETTINGS", settings))


@rule(
    id="PRD030",
    name="pipe-failure-destination",
    title="a pipe that gives up on records of a stream hands them to a queue or a topic",
    severity=Severity.WARNING,
    resources=("AWS::Pipes::Pipe",),
    why="the pipe moves on, and nothing says which records the target never got",
    fix="set DeadLetterConfig in KinesisStreamParameters, to an SQS queue or an SNS topic",
    source="botocore 1.44.5 pipes PipeSourceKinesisStreamParameters, DeadLetterConfig, 2026-11-17",
    bad=piping("MaximumRetryAttempts: 3"),
    good=piping("MaximumRetryAttempts: 3, DeadLetterConfig: {Arn: 'arn:aws:sqs:us-east-1:111122223333:failed'}"),
)
def pipe_failure_destination(pipe: ResourceView) -> Iterator[Violation]:
    """Check one pipe that reads a stream."""
    settings = pipe[SETTINGS]
    if settings.absent or not is_kinesis(pipe["Source"]):
        return
    destination = settings["DeadLetterConfig.Arn"]
    given_up = [settings[name] for name in LIMITS if settings[name].exists and settings[name].number != -1]
    if destination.absent and given_up:
        yield Violation(
            settings["DeadLetterConfig"],
            message=f"records are given up after {given_up[0].path[-1]}, and nothing keeps them",
            allowed=ALLOWED,
        )
    service = service_of(destination)
    if service is not None and service not in SERVICES:
        yield Violation(
            destination,
            message=f"{service} takes no records that a pipe gives up",
            allowed=ALLOWED,
            severity=Severity.ERROR,
            why="the service refuses the pipe: a stream's pipe hands them to an SQS queue or an SNS topic alone",
        )


def service_of(arn: Value) -> str | None:
    """The service in an ARN, where it is known."""
    parts = fields(tokens_of(arn))
    if parts is None or not all(isinstance(piece, str) for piece in parts[SERVICE_FIELD]):
        return None
    return "".join(map(str, parts[SERVICE_FIELD]))
