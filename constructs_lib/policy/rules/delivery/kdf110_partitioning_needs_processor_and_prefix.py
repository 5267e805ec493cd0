"""What dynamic partitioning needs: keys from a processor, and a prefix that uses them."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, partitioned, processors
from constructs_lib.policy.reading.prefixes import LAMBDA_KEY, PARTITION_KEYS, QUERY_KEY, read_prefix
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DynamicPartitioningConfiguration: {{Enabled: true}}
        Prefix: {prefix}
        ErrorOutputPrefix: failed/!{{firehose:error-output-type}}/
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: MetadataExtraction
              Parameters:
                - {{ParameterName: MetadataExtractionQuery, ParameterValue: "{{carrier: .carrier}}"}}
                - {{ParameterName: JsonParsingEngine, ParameterValue: JQ-1.6}}
"""


@rule(
    id="KDF110",
    name="partitioning-needs-processor-and-prefix",
    title="dynamic partitioning has a processor that makes keys and a prefix that uses them",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="add a MetadataExtraction or Lambda processor, and use its keys in Prefix",
    source=limit("firehose-dp-needs-prefix").read,
    bad=EXAMPLE.format(prefix="orders/"),
    good=EXAMPLE.format(prefix="orders/carrier=!{partitionKeyFromQuery:carrier}/"),
)
def partitioning_needs_processor_and_prefix(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    if not partitioned(stream):
        return
    destination = stream[EXTENDED_S3]
    by_query, by_function = processors(destination, "MetadataExtraction"), processors(destination, "Lambda")
    if not by_query and not by_function:
        yield Violation(
            destination["ProcessingConfiguration"],
            message="dynamic partitioning is on, but no processor makes partition keys",
            allowed="a MetadataExtraction or Lambda processor",
        )
        return
    value = destination["Prefix"]
    prefix = read_prefix(value)
    used = {namespace for namespace, _ in prefix.expressions}.intersection(PARTITION_KEYS)
    if not used:
        prefix.require_complete()
        yield Violation(
            value,
            message="dynamic partitioning is on, but the prefix uses no partition key",
            allowed=f"!{{{QUERY_KEY}:...}} or !{{{LAMBDA_KEY}:...}}",
        )
    elif by_function and not by_query and LAMBDA_KEY not in used:
        prefix.require_complete()
        yield Violation(
            value,
            message="only a function can make keys here, but the prefix uses none of its keys",
            allowed=f"at least one !{{{LAMBDA_KEY}:...}}",
        )
