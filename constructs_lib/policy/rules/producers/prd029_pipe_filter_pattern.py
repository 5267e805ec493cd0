"""The syntax of the filter patterns of pipes."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import STREAM, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import is_kinesis
from constructs_lib.policy.reading.filter_patterns import faults
from constructs_lib.policy.rule import Violation, rule

PIPE = """
Pipe:
  Type: AWS::Pipes::Pipe
  Properties:
    Source: !GetAtt Orders.Arn
    SourceParameters:
      KinesisStreamParameters: {StartingPosition: LATEST}
      FilterCriteria: {Filters: [{Pattern: 'PATTERN'}]}
    Target: arn:aws:sqs:us-east-1:111122223333:orders
    RoleArn: arn:aws:iam::111122223333:role/pipe
"""


@rule(
    id="PRD029",
    name="pipe-filter-pattern",
    title="a filter pattern of a pipe is a JSON object whose fields are lists of matchers",
    severity=Severity.ERROR,
    resources=("AWS::Pipes::Pipe",),
    why="pipes filter as mappings of Lambda do: the service refuses an invalid pattern, and the deployment fails",
    fix='write each field as a list, such as {"data": {"type": ["order"]}}, with one comparison in each matcher',
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html (read 2026-11-21)",
    bad=template(STREAM, PIPE.replace("PATTERN", '{"data": {"type": "order"}}')),
    good=template(STREAM, PIPE.replace("PATTERN", '{"data": {"type": ["order"]}}')),
)
def pipe_filter_pattern(pipe: ResourceView) -> Iterator[Violation]:
    """Check one pipe that reads a stream; whether the service refuses an empty pattern is not known."""
    if pipe["SourceParameters.FilterCriteria"].absent or not is_kinesis(pipe["Source"]):
        return
    yield from faults(
        each for each in pipe.each("SourceParameters.FilterCriteria.Filters[].Pattern") if each.node != ""
    )
