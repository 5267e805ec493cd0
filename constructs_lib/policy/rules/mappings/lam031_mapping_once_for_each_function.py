"""Several mappings of one stream to one function."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import (
    DYNAMODB,
    MAPPINGS,
    SOURCE_PROPERTIES,
    SQS,
    STREAM,
    EventMapping,
    consumer_of,
    known_stream,
    mappings_of,
    readers_of,
)
from constructs_lib.policy.reading.referrers import place, referrers
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1}}
  Watch: {{Type: AWS::Lambda::Function}}
  Count: {{Type: AWS::Lambda::Function}}
  First:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !GetAtt Orders.Arn, FunctionName: !Ref Watch, StartingPosition: LATEST}}
  Second:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !GetAtt Orders.Arn, FunctionName: !Ref {function}, StartingPosition: LATEST}}
"""


@rule(
    id="LAM031",
    name="mapping-once-for-each-function",
    title="a function reads a stream, a queue or a table through one mapping",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="the function gets every record twice; a second mapping of the very same source and function is refused",
    fix="keep one of the mappings, the one through a stream consumer where throughput of its own is wanted",
    source="AWS Lambda API, CreateEventSourceMapping: ResourceConflictException, botocore 1.44.5, 2026-11-17",
    bad=EXAMPLE.format(function="Watch"),
    good=EXAMPLE.format(function="Count"),
)
def mapping_once_for_each_function(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource: those after the first are found."""
    for mapping in mappings_of(resource):
        stream = read_by(mapping)
        first = None if stream is None else earlier(mapping, stream)
        if stream is not None and first is not None:
            again = same_source(mapping, first) and same_name(mapping, first)
            if not again and not both_give(mapping, first):
                continue
            yield Violation(
                mapping.source,
                message=f"{first.name} already gives the records of {stream.id} to the same function",
                given=f"a second mapping of {stream.id}",
                allowed="one mapping",
                severity=Severity.ERROR if again else Severity.WARNING,
            )


def earlier(mapping: EventMapping, stream: ResourceView) -> EventMapping | None:
    """The first mapping of the same stream to the same function, when that is another one."""
    mine = mapping.function
    if mine is None:
        return None
    readers = readers_of(stream) if stream.type == STREAM else pollers_of(stream)
    same = [other for other in readers if mine.same(called(other))]
    return next((other for other in same[:1] if not other.same(mapping)), None)


def read_by(mapping: EventMapping) -> ResourceView | None:
    """The stream, queue or table of this app that a mapping reads; `None` when that is not known."""
    stream = known_stream(mapping.source)
    if stream is not None or mapping.source.reference is None:
        return stream
    with suppress(CannotDecide):
        return mapping.source.target if mapping.reads(SQS, DYNAMODB) else None
    return None


def pollers_of(source: ResourceView) -> Iterator[EventMapping]:
    """The mappings of a queue or table, in the template's order."""
    holders = [holder for kind, name in SOURCE_PROPERTIES.items() for holder in referrers(source, kind, name)]
    for holder in sorted(holders, key=place):
        yield from (mapping for mapping in mappings_of(holder) if source.same(read_by(mapping)))


def both_give(one: EventMapping, other: EventMapping) -> bool:
    """Tell whether both run, and neither leaves out other records than the other does."""
    return one.runs and other.runs and one["FilterCriteria"].node == other["FilterCriteria"].node


def called(mapping: EventMapping) -> ResourceView | None:
    """The function of a mapping, where it is known."""
    with suppress(CannotDecide):
        return mapping.function
    return None


def same_source(one: EventMapping, other: EventMapping) -> bool:
    """Tell whether both read the stream, or both read one consumer of it."""
    mine, theirs = consumer_of(one.source), consumer_of(other.source)
    return mine.same(theirs) if mine is not None else theirs is None


def same_name(one: EventMapping, other: EventMapping) -> bool:
    """Tell whether both name the function in the same way: not through different aliases."""
    return one.declared == other.declared is None and one["FunctionName"].node == other["FunctionName"].node
