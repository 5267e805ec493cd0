"""How many partition keys a jq query makes."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, parameter, partitioned, processors
from constructs_lib.policy.reading.jq_queries import query_keys
from constructs_lib.policy.rule import Violation, rule

MOST = limit("firehose-dp-keys-per-query")


def query(keys: int) -> str:
    """Write a jq query that makes so many keys."""
    return "{" + ", ".join(f"k{number}: .f{number}" for number in range(keys)) + "}"


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
                - {{ParameterName: JsonParsingEngine, ParameterValue: JQ-1.6}}
"""


@rule(
    id="KDF113",
    name="partition-key-count",
    title=f"a jq query makes at most {MOST.high} partition keys",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix=f"extract at most {MOST.high} keys",
    source=MOST.read,
    bad=EXAMPLE.format(query=query(51)),
    good=EXAMPLE.format(query=query(50)),
)
def partition_key_count(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    if not partitioned(stream):
        return
    for processor in processors(stream[EXTENDED_S3], "MetadataExtraction"):
        value = parameter(processor, "MetadataExtractionQuery")
        if value is None or value.text is None:
            continue
        keys = query_keys(value.text)
        if keys is None:
            raise CannotDecide(value, "the keys of the query cannot be read off its text")
        if len(keys) > MOST.high:
            yield Violation(
                value,
                message=f"the query makes {len(keys)} partition keys; allowed are {MOST.high}",
                given=f"{len(keys)} keys",
                allowed=f"at most {MOST.high} keys",
            )
