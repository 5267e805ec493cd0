"""Queues and topics that a stream's mapping can write to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

ORDERED = {"AWS::SQS::Queue": "FifoQueue", "AWS::SNS::Topic": "FifoTopic"}
SUFFIX = ".fifo"
EXAMPLE = """
Resources:
  Orders: {{Type: AWS::Kinesis::Stream, Properties: {{ShardCount: 1}}}}
  Failed: {{Type: AWS::SQS::Queue{properties}}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: watch
      StartingPosition: LATEST
      DestinationConfig: {{OnFailure: {{Destination: !GetAtt Failed.Arn}}}}
"""


@rule(
    id="LAM091",
    name="failure-destination-standard",
    title="failed batches of a stream go to a standard queue or topic, not to a FIFO one",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda gives no message group, so a FIFO queue or topic refuses what it sends",
    fix="use a standard queue or topic",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-lambda-esm-ddb-destination-standard-only, "
    "2026-09-07",
    bad=EXAMPLE.format(properties=", Properties: {FifoQueue: true}"),
    good=EXAMPLE.format(properties=""),
)
def failure_destination_standard(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        value = mapping["DestinationConfig.OnFailure.Destination"]
        if value.absent or not mapping.reads(KINESIS, DYNAMODB):
            continue
        target = value.target if value.reference is not None else None
        if target is None:
            ordered = not value.undecided and str(value.text).endswith(SUFFIX)
        else:
            ordered = target.type in ORDERED and target[ORDERED[target.type]].flag is True
        if ordered:
            yield Violation(value, message="the failure destination is FIFO", allowed="a standard queue or topic")
