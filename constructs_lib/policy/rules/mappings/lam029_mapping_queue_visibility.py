"""How long a queue hides a message against how long the function may work on it."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, SQS, mappings_of
from constructs_lib.policy.rule import Violation, rule

VISIBILITY = limit("sqs-visibility-timeout")
EXAMPLE = """
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties: {{VisibilityTimeout: {seconds}}}
  Watch:
    Type: AWS::Lambda::Function
    Properties: {{Timeout: 60}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !GetAtt Orders.Arn, FunctionName: !Ref Watch}}
"""


@rule(
    id="LAM029",
    name="mapping-queue-visibility",
    title="a queue hides a message for at least as long as its function may work on it",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses the mapping: the queue's visibility timeout is less than the function's timeout",
    fix="set the queue's VisibilityTimeout to six times the function's Timeout",
    source="refused in https://github.com/winglang/wing/issues/1507, 2023-02-12, and "
    "https://github.com/github-aws-runners/terraform-aws-github-runner/issues/5383, 2026-09-07",
    bad=EXAMPLE.format(seconds=30),
    good=EXAMPLE.format(seconds=360),
)
def mapping_queue_visibility(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        function = mapping.function
        if function is None or mapping.source.reference is None or not mapping.reads(SQS):
            continue
        queue = mapping.source.target
        given = None if queue is None else queue["VisibilityTimeout"].number
        timeout = function["Timeout"].number or limit("lambda-timeout").default
        hidden = VISIBILITY.default if given is None else given
        if (
            queue is not None
            and isinstance(timeout, int | float)
            and isinstance(hidden, int | float)
            and hidden < timeout
        ):
            yield Violation(
                mapping.source,
                message=f"{queue.id} shows a message again after {hidden} s, but {function.id} may run for {timeout} s",
                given=f"{hidden} seconds",
                allowed=f"at least {timeout} seconds",
            )
