"""The log stream that errors of a delivery are written to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

GROUP, STREAM = "AWS::Logs::LogGroup", "AWS::Logs::LogStream"
EXAMPLE = """
Resources:
  Group: {{Type: AWS::Logs::LogGroup}}
  Errors:
    Type: AWS::Logs::LogStream
    Properties: {{LogGroupName: !Ref Group, LogStreamName: errors}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        CloudWatchLoggingOptions: {{Enabled: true, LogGroupName: !Ref Group, LogStreamName: {name}}}
"""


@rule(
    id="KDF135",
    name="log-stream-is-there",
    title="a log group that the app makes has the log stream that errors are written to",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="only the console makes the log stream for a delivery stream; without it no error is written anywhere",
    fix="add an AWS::Logs::LogStream to the log group, and refer to it in LogStreamName",
    source="https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html (read 2026-11-21)",
    bad=EXAMPLE.format(name="delivery"),
    good=EXAMPLE.format(name="!Ref Errors"),
)
def log_stream_is_there(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    yield from together(check(stream, block) for block in logging_blocks(stream))


def logging_blocks(stream: ResourceView) -> Iterator[Value]:
    """Where logging is switched on, into a log group of this app."""
    for destination in destinations(stream):
        for block in (destination, destination["S3Configuration"], destination["S3BackupConfiguration"]):
            logging = block["CloudWatchLoggingOptions"]
            if logging["LogGroupName"].reference is not None and logging["Enabled"].flag is True:
                yield logging


def check(stream: ResourceView, logging: Value) -> Iterator[Violation]:
    """Check one log stream."""
    group, name = logging["LogGroupName"].target, logging["LogStreamName"]
    if group is None or group.type != GROUP or name.absent or name.reference is not None:
        return
    made = [one for one in stream.view.of_type(STREAM) if in_group(one["LogGroupName"], group)]
    if any(not one["LogStreamName"].exists or one["LogStreamName"].undecided for one in made):
        return
    if name.text not in {one["LogStreamName"].text for one in made}:
        yield Violation(
            name,
            message=f"the log group {group.id} has no log stream {name.text}",
            allowed="a log stream of the app, by reference",
        )


def in_group(name: Value, group: ResourceView) -> bool:
    """Tell whether a log stream is, or may be, in a log group."""
    if name.reference is not None:
        return group.same(name.owner.view.find(name.owner.resource.template, name.reference.target))
    given = group["LogGroupName"]
    return name.undecided or given.undecided or (given.exists and given.text == name.text)
