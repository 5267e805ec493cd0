"""Partition keys that a service does not make up."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import STREAM, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import writes_of
from constructs_lib.policy.rule import Violation, rule

KEYS = {
    "AWS::Scheduler::Schedule": "Target.KinesisParameters.PartitionKey",
    "AWS::Pipes::Pipe": "TargetParameters.KinesisStreamParameters.PartitionKey",
}
SCHEDULE = """
Hourly:
  Type: AWS::Scheduler::Schedule
  Properties:
    ScheduleExpression: rate(1 hour)
    FlexibleTimeWindow: {Mode: "OFF"}
    Target:
      Arn: !GetAtt Orders.Arn
      RoleArn: arn:aws:iam::111122223333:role/schedule
"""
KEYED = SCHEDULE + "      KinesisParameters: {PartitionKey: hourly}\n"


@rule(
    id="PRD017",
    name="writer-names-partition-key",
    title="schedules and pipes that write into data streams name the partition key",
    severity=Severity.ERROR,
    resources=tuple(KEYS),
    why="a record has a partition key, and the service makes none up: it refuses the target",
    fix="set PartitionKey; a pipe takes a JSON path such as $.body.id there",
    source="botocore 1.44.5 scheduler KinesisParameters, pipes PipeTargetKinesisStreamParameters (read 2026-11-21)",
    bad=template(STREAM, SCHEDULE),
    good=template(STREAM, KEYED),
)
def writer_names_partition_key(resource: ResourceView) -> Iterator[Violation]:
    """Check the target of one schedule or pipe."""
    key = resource[KEYS[resource.type]]
    if key.absent and any(write.kind == "kinesis" for write in writes_of(resource)):
        yield Violation(key, message="the target is a data stream, and there is no partition key", allowed="a key")
