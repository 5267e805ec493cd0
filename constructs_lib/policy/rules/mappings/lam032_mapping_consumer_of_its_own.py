"""Several mappings of one stream consumer."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import (
    MAPPINGS,
    EventMapping,
    consumer_of,
    known_stream,
    mappings_of,
    readers_of,
)
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1}}
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}}
  Another:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: another, StreamARN: !GetAtt Orders.Arn}}
  First:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !Ref Reader, FunctionName: watch, StartingPosition: LATEST}}
  Second:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !Ref {consumer}, FunctionName: count, StartingPosition: LATEST}}
"""


@rule(
    id="LAM032",
    name="mapping-consumer-of-its-own",
    title="a stream consumer serves one mapping",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="a consumer has one subscription for each shard, so the mappings take it from one another and lag",
    fix="register a stream consumer for each mapping",
    source=limit("cross-esm-consumer-counts").read,
    bad=EXAMPLE.format(consumer="Reader"),
    good=EXAMPLE.format(consumer="Another"),
)
def mapping_consumer_of_its_own(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource: those after the first are found."""
    for mapping in mappings_of(resource):
        if mapping.source.reference is None or not mapping.runs:
            continue
        consumer = consumer_of(mapping.source)
        first = None if consumer is None else first_of(consumer, mapping)
        if consumer is not None and first is not None and not first.same(mapping):
            yield Violation(
                mapping.source,
                message=f"{first.name} already reads through {consumer.id}",
                given=f"a second mapping of {consumer.id}",
                allowed="one mapping for each stream consumer",
            )


def first_of(consumer: ResourceView, mapping: EventMapping) -> EventMapping | None:
    """The first mapping that reads through a consumer."""
    stream = known_stream(mapping.source)
    readers = () if stream is None else readers_of(stream)
    return next((m for m in readers if m.runs and m.source.reference and consumer.same(consumer_of(m.source))), None)
