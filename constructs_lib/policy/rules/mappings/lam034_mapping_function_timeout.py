"""The default timeout of a function that handles batches."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

TIMEOUT = limit("lambda-timeout")
BATCH = limit("esm-batch-size")
EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1}}
  Watch:
    Type: AWS::Lambda::Function
    Properties: {{{timeout}}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !GetAtt Orders.Arn, FunctionName: !Ref Watch, StartingPosition: LATEST}}
"""


@rule(
    id="LAM034",
    name="mapping-function-timeout",
    title="a function that handles batches has a timeout of its own",
    severity=Severity.INFO,
    resources=MAPPINGS,
    why=f"the default of {TIMEOUT.default} s is for a whole batch; a batch that takes longer fails and is tried again",
    fix="set the function's Timeout to what its largest batch needs",
    source=TIMEOUT.read,
    bad=EXAMPLE.format(timeout=""),
    good=EXAMPLE.format(timeout="Timeout: 60"),
)
def mapping_function_timeout(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        function = mapping.function
        if function is None or function["Timeout"].exists or not mapping.reads(KINESIS):
            continue
        size = mapping["BatchSize"].number or BATCH.default
        if isinstance(size, int) and size > 1:
            yield Violation(
                mapping["FunctionName"] if mapping.declared is None else function["Timeout"],
                message=f"{function.id} has {TIMEOUT.default} seconds for batches of up to {size} records",
                given=f"{TIMEOUT.default} seconds, the default",
                allowed=f"up to {TIMEOUT.high} seconds, set on the function",
            )
