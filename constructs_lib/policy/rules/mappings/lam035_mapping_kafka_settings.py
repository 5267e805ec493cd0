"""Settings of streams and queues on a mapping of Kafka."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import MSK, example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KAFKA, MAPPINGS, SELF_MANAGED, mappings_of
from constructs_lib.policy.rule import Violation, rule

OF_OTHERS = {
    "DocumentDBEventSourceConfig": "Amazon DocumentDB",
    "ParallelizationFactor": "streams",
    "Queues": "Amazon MQ",
    "ScalingConfig": "Amazon SQS",
    "TumblingWindowInSeconds": "streams",
}
OF_ONE_KAFKA = {
    KAFKA: {"SelfManagedKafkaEventSourceConfig": "self-managed Kafka"},
    SELF_MANAGED: {"AmazonManagedKafkaEventSourceConfig": "Amazon MSK"},
}
TOPIC = ("StartingPosition: LATEST", "Topics: [orders]")


@rule(
    id="LAM035",
    name="mapping-kafka-settings",
    title="a mapping of Kafka has no settings of streams and queues, and those of its own kind of Kafka",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses it as an unsupported parameter for this source, and the deployment fails",
    fix="leave the setting out; a Kafka mapping scales with its partitions and with ProvisionedPollerConfig",
    source="botocore 1.44.5 lambda CreateEventSourceMapping, the sources that each setting names, 2026-11-17",
    bad=example(*TOPIC, "ParallelizationFactor: 2", source=MSK),
    good=example(*TOPIC, "ProvisionedPollerConfig: {MinimumPollers: 2}", source=MSK),
)
def mapping_kafka_settings(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        foreign = OF_OTHERS | OF_ONE_KAFKA[KAFKA] | OF_ONE_KAFKA[SELF_MANAGED]
        given = [name for name in foreign if mapping[name].exists and mapping[name].node not in ({}, [])]
        if not given or not mapping.reads(KAFKA, SELF_MANAGED):
            continue
        refused = OF_OTHERS | OF_ONE_KAFKA[str(mapping.service)]
        for name in given:
            if name in refused:
                yield Violation(
                    mapping[name],
                    message=f"a mapping of Kafka has {name}, a setting of {refused[name]}",
                    given=name,
                    allowed=f"no {name}",
                )
