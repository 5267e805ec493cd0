"""The source of a mapping is an ARN."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import (
    ARN_SERVICE,
    CONSUMER,
    MAPPINGS,
    STREAM,
    literal,
    mappings_of,
)
from constructs_lib.policy.rule import Violation, rule

QUEUE = "AWS::SQS::Queue"
TABLES = ("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table")
NOT_ARNS = {
    (STREAM, None),
    (STREAM, "Name"),
    (CONSUMER, "ConsumerName"),
    (CONSUMER, "ConsumerStatus"),
    (QUEUE, None),
    (QUEUE, "QueueName"),
    (QUEUE, "QueueUrl"),
    *((table, attribute) for table in TABLES for attribute in (None, "Arn", "TableId")),
}
NO_SOURCES = {"events", "firehose", "lambda", "logs", "s3", "sns", "states"}
"""Services that call a function by themselves, or not at all."""
NO_SOURCE_TYPES = {
    "AWS::Events::EventBus",
    "AWS::KinesisFirehose::DeliveryStream",
    "AWS::Lambda::Function",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
}


@rule(
    id="LAM033",
    name="mapping-source-is-arn",
    title="a mapping names by ARN a source that Lambda polls",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses names, URLs, tables in place of their streams, and sources that it does not poll",
    fix="use Fn::GetAtt: Arn of a stream or queue, ConsumerARN of a stream consumer, StreamArn of a table",
    source=limit("esm-event-source-arn-kinds").read,
    bad=example("StartingPosition: LATEST", source="!Ref Orders"),
    good=example("StartingPosition: LATEST", source="!GetAtt Orders.Arn"),
)
def mapping_source_is_arn(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        source = mapping.source
        fault = None if source.absent else fault_of(source)
        if fault is not None:
            yield Violation(source, message=fault, allowed="the ARN of a stream, a stream consumer or a queue")


def fault_of(source: Value) -> str | None:
    """Say why a source is refused; `None` when it is not, or not known well enough."""
    if source.reference is not None:
        target, attribute = source.target, source.reference.attribute
        if target is not None and target.type in NO_SOURCE_TYPES:
            return f"{target.id} is an {target.type}, which Lambda does not poll"
        if target is not None and (target.type, attribute) in NOT_ARNS:
            name = "the URL" if target.type == QUEUE else "the name"
            return f"the source of a mapping is {attribute or name} of {target.id}"
        return None
    fields = literal(source).split(":")
    if len(fields) > ARN_SERVICE and fields[0] == "arn" and fields[ARN_SERVICE] in NO_SOURCES:
        return f"Lambda does not poll {fields[ARN_SERVICE]}"
    return None
