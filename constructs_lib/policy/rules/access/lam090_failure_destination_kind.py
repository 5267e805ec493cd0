"""What a stream's mapping can hand failed batches to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arns import ALIAS, CONSUMER, SHAPES, gives_arn, tokens_of
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.reading.mapping_access import text_of
from constructs_lib.policy.rule import Violation, rule

KAFKA_TOPIC = "kafka://"
SAM_TYPES = {"SQS", "SNS", "S3"}
SERVICES = {"sqs", "sns", "s3"}
TYPES = {"AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::Bucket"}
OTHERS = {*SHAPES, CONSUMER, ALIAS, "AWS::Lambda::Version", "AWS::Events::EventBus"} - TYPES
ALLOWED = "the ARN of a queue, a topic or a bucket"
EXAMPLE = """
Resources:
  Orders: {{Type: AWS::Kinesis::Stream, Properties: {{ShardCount: 1}}}}
  Failed: {{Type: {type}}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: watch
      StartingPosition: LATEST
      DestinationConfig: {{OnFailure: {{Destination: !GetAtt Failed.Arn}}}}
"""


@rule(
    id="LAM090",
    name="failure-destination-kind",
    title="a stream's mapping hands failed batches to a queue, a topic or a bucket",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses the mapping: the destination is not supported for this event source",
    fix="use the ARN of an SQS queue, an SNS topic or an S3 bucket",
    source="botocore 1.44.5 lambda OnFailure Destination; refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-lambda-esm-on-failure-destination-service, 2026-09-07",
    bad=EXAMPLE.format(type="AWS::Lambda::Function"),
    good=EXAMPLE.format(type="AWS::SQS::Queue"),
)
def failure_destination_kind(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        kind = mapping["DestinationConfig.OnFailure.Type"]
        if kind.exists and kind.text not in SAM_TYPES and mapping.reads(KINESIS, DYNAMODB):
            yield Violation(kind, message=f"{kind.text} takes no failed batches of a stream", allowed="SQS, SNS or S3")
        value = mapping["DestinationConfig.OnFailure.Destination"]
        if value.absent or not mapping.reads(KINESIS, DYNAMODB):
            continue
        fault = fault_of(value)
        if fault is not None:
            yield Violation(value, message=fault, allowed=ALLOWED)


def fault_of(value: Value) -> str | None:
    """Say why a destination is refused; `None` when it is not, or not known well enough."""
    target = value.target if value.reference is not None else None
    attribute = None if value.reference is None else value.reference.attribute
    if target is not None and target.type in OTHERS:
        return f"{target.id} is an {target.type}, which takes no failed batches of a stream"
    if target is not None and target.type in TYPES:
        return None if gives_arn(target.type, attribute) else f"Ref of {target.id} is not its ARN"
    text = text_of(tokens_of(value))
    if text.startswith(KAFKA_TOPIC):
        return "only a mapping of Kafka hands failed batches to a topic of Kafka"
    if text.startswith("arn:") and ":s3:::" in text and "/" in text:
        return "a path stands behind the bucket, where its ARN ends"
    parts = text.split(":")
    known = len(parts) > len(SERVICES) and parts[0] == "arn" and parts[2].isalnum()
    return f"{parts[2]} takes no failed batches of a stream" if known and parts[2] not in SERVICES else None
