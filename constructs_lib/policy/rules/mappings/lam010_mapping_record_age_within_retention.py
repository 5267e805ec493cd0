"""Record age of a mapping against the retention of its stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import is_kinesis, stream_of
from constructs_lib.policy.rule import Violation, rule

SECONDS_PER_HOUR = 3600
EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1, RetentionPeriodHours: 24}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: watch-orders
      StartingPosition: LATEST
      MaximumRecordAgeInSeconds: {age}
"""


@rule(
    id="LAM010",
    name="mapping-record-age-within-retention",
    title="the record age of a mapping is within the retention of its stream",
    severity=Severity.WARNING,
    resources=("AWS::Lambda::EventSourceMapping",),
    why="the stream drops the records first, without a word to the failure destination",
    fix="lower MaximumRecordAgeInSeconds below the retention, or keep records longer",
    source=limit("cross-record-age-vs-retention").read,
    bad=EXAMPLE.format(age=172800),
    good=EXAMPLE.format(age=43200),
)
def mapping_record_age_within_retention(mapping: ResourceView) -> Iterator[Violation]:
    """Check one mapping."""
    age = mapping["MaximumRecordAgeInSeconds"]
    source = mapping["EventSourceArn"]
    if age.number is None or age.number < 0 or not is_kinesis(source):
        return
    stream = stream_of(source)
    if stream is None:
        return
    hours = stream["RetentionPeriodHours"].number or limit("kinesis-stream-retention-hours").default
    if isinstance(hours, int | float) and age.number > hours * SECONDS_PER_HOUR:
        yield Violation(
            age,
            message=f"records may be {age.number} seconds old, but the stream keeps them for {hours} hours only",
            given=f"{age.number} seconds",
            allowed=f"-1, or at most {int(hours * SECONDS_PER_HOUR)} seconds, the retention of {stream.id}",
        )
