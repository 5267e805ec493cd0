"""The syntax of a jq query."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
from constructs_lib.policy.reading.jq_queries import syntax_error
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DynamicPartitioningConfiguration: {{Enabled: true}}

        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: MetadataExtraction
              Parameters:
                - {{ParameterName: MetadataExtractionQuery, ParameterValue: "{query}"}}
"""


@rule(
    id="KDF061",
    name="query-syntax",
    title="a query for partition keys is valid jq",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service cannot read the query: it refuses the delivery stream",
    fix="correct the jq expression, for example {carrier: .carrier}",
    source="https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html: a valid jq expression (read "
    "2026-11-21); https://jqlang.org/manual/v1.6/",
    bad=EXAMPLE.format(query="{carrier: .carrier"),
    good=EXAMPLE.format(query="{carrier: .carrier}"),
)
def query_syntax(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's queries, where jq is installed."""
    for destination in destinations(stream):
        for processor in processors(destination, "MetadataExtraction"):
            query = parameter(processor, "MetadataExtractionQuery")
            if query is None or query.text is None:
                continue
            try:
                problem = syntax_error(query.text)
            except ImportError:
                raise CannotDecide(query, "jq is not installed here") from None
            if problem is not None:
                yield Violation(query, message=f"jq cannot read the query: {problem}", allowed="a jq expression")
