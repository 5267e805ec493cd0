"""The keys that a jq query makes against those that the prefix uses."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, parameter, partitioned, processors
from constructs_lib.policy.reading.jq_queries import makes_no_object, query_keys
from constructs_lib.policy.reading.prefixes import QUERY_KEY, read_prefix
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DynamicPartitioningConfiguration: {{Enabled: true}}
        Prefix: orders/carrier=!{{partitionKeyFromQuery:carrier}}/
        ErrorOutputPrefix: failed/!{{firehose:error-output-type}}/
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: MetadataExtraction
              Parameters:
                - {{ParameterName: MetadataExtractionQuery, ParameterValue: "{query}"}}
                - {{ParameterName: JsonParsingEngine, ParameterValue: JQ-1.6}}
"""


@rule(
    id="KDF112",
    name="prefix-keys-match-query",
    title="the prefix uses exactly the keys that the jq query makes",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: each key needs its place in the prefix, each place its key",
    fix="use every key of MetadataExtractionQuery in Prefix, and no other",
    source=limit("firehose-dp-query-keys-match").read,
    bad=EXAMPLE.format(query="{carrier: .carrier, day: .day}"),
    good=EXAMPLE.format(query="{carrier: .carrier}"),
)
def prefix_keys_match_query(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    if not partitioned(stream):
        return
    destination = stream[EXTENDED_S3]
    value = destination["Prefix"]
    prefix = read_prefix(value)
    for processor in processors(destination, "MetadataExtraction"):
        query = parameter(processor, "MetadataExtractionQuery")
        if query is None or query.text is None:
            continue
        made = query_keys(query.text)
        if made is None and makes_no_object(query.text):
            yield Violation(
                query,
                message="the query makes no object, and therefore no keys",
                given=query.text,
                allowed="an object of keys, such as {carrier: .carrier}",
            )
            continue
        if made is None:
            raise CannotDecide(query, "the keys of the query cannot be read off its text")
        for key in dict.fromkeys(prefix.keys(QUERY_KEY)):
            if key not in made:
                yield Violation(
                    value,
                    message=f"the prefix uses the key {key}, which the query does not make",
                    given=key,
                    allowed=", ".join(made),
                )
        unused = [key for key in made if key not in prefix.keys(QUERY_KEY)]
        if unused:
            prefix.require_complete()
            yield Violation(
                value,
                message=f"the query makes {', '.join(unused)}, which the prefix does not use",
                given=f"a prefix without {', '.join(unused)}",
                allowed=", ".join(f"!{{{QUERY_KEY}:{key}}}" for key in made),
            )
