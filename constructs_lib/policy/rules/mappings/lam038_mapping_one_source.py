"""What a mapping reads from."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPING
from constructs_lib.policy.rule import Violation, rule

OWN_KAFKA = "SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: ['kafka.example.com:9092']}}"
TOPIC = ("StartingPosition: LATEST", "Topics: [orders]")


@rule(
    id="LAM038",
    name="mapping-one-source",
    title="a mapping reads from an AWS resource or from a Kafka cluster of one's own",
    severity=Severity.ERROR,
    resources=(MAPPING,),
    why="Lambda refuses a mapping with no source or with two, and the deployment fails",
    fix="set EventSourceArn, or SelfManagedEventSource for a Kafka cluster that is no AWS resource",
    source="https://github.com/hashicorp/terraform-provider-aws, aws_lambda_event_source_mapping: exactly one of "
    "event_source_arn and self_managed_event_source (read 2026-11-21)",
    bad=example(*TOPIC, OWN_KAFKA),
    good=example(*TOPIC, OWN_KAFKA).replace("      EventSourceArn: !GetAtt Orders.Arn\n", ""),
)
def mapping_one_source(mapping: ResourceView) -> Iterator[Violation]:
    """Check one mapping."""
    arn, own = mapping["EventSourceArn"], mapping["SelfManagedEventSource"]
    if arn.absent and own.absent:
        yield Violation(arn, message="a mapping has no source", allowed="EventSourceArn or SelfManagedEventSource")
    elif arn.exists and own.exists:
        yield Violation(
            own,
            message="a mapping has two sources",
            given="EventSourceArn and SelfManagedEventSource",
            allowed="one of the two",
        )
