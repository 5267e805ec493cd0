"""The topic that a mapping of Kafka reads."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import MSK, example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KAFKA, MAPPINGS, SELF_MANAGED, mappings_of
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="LAM036",
    name="mapping-kafka-topic",
    title="a mapping of Kafka names its topic",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses a Kafka mapping without a topic, and the deployment fails",
    fix="name the one topic that the function reads in Topics",
    source="https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html (read 2026-11-21); refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-lambda-esm-msk-topics-required, 2026-09-07",
    bad=example("StartingPosition: LATEST", source=MSK),
    good=example("StartingPosition: LATEST", "Topics: [orders]", source=MSK),
)
def mapping_kafka_topic(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        topics = mapping["Topics"]
        if topics.absent and mapping.reads(KAFKA, SELF_MANAGED):
            yield Violation(topics, message="a mapping of Kafka names no topic", allowed="one topic")
