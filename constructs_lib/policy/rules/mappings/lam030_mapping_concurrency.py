"""Concurrency that a mapping may reach against what its function has."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, SQS, EventMapping, known_stream, mappings_of
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 4}}
  Watch:
    Type: AWS::Lambda::Function
    Properties: {{ReservedConcurrentExecutions: {reserved}}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: !Ref Watch
      StartingPosition: LATEST
      ParallelizationFactor: 2
"""
QUEUE_REFUSED = "Lambda refuses a mapping of a queue with a MaximumConcurrency above what its function has reserved"


@rule(
    id="LAM030",
    name="mapping-concurrency",
    title="a function may run for every batch of its stream or queue at a time",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="the function is throttled, batches wait, and the iterator age grows",
    fix="reserve at least as many executions as shards times ParallelizationFactor or as MaximumConcurrency, or none",
    source=f"{limit('cross-lambda-concurrency').read}; of a queue refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-lambda-esm-max-concurrency-vs-reserved, 2026-09-07",
    bad=EXAMPLE.format(reserved=5),
    good=EXAMPLE.format(reserved=8),
)
def mapping_concurrency(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        function = mapping.function
        reserved = None if function is None else function["ReservedConcurrentExecutions"]
        if function is None or reserved is None or reserved.number is None or not mapping.reads(KINESIS, SQS):
            continue
        most = mapping["ScalingConfig.MaximumConcurrency"]
        queue = mapping.reads(SQS)
        if queue and most.number is None:
            continue
        wanted = int(most.number or 0) if queue else batches_at_a_time(mapping)
        if reserved.number < wanted:
            yield Violation(
                most if queue else mapping["ParallelizationFactor"],
                message=f"up to {wanted} batches come at a time, but {function.id} may run {reserved.number} times",
                given=f"{reserved.number} reserved executions",
                allowed=f"at least {wanted} reserved executions, or none",
                why=QUEUE_REFUSED if queue else None,
                severity=Severity.ERROR if queue else None,
            )


def batches_at_a_time(mapping: EventMapping) -> int:
    """How many batches a mapping gives to its function at a time, at least: a stream has a shard or more."""
    stream = known_stream(mapping.source)
    shards = 1 if stream is None else stream["ShardCount"].number or 1
    return int(shards * (mapping["ParallelizationFactor"].number or 1))
