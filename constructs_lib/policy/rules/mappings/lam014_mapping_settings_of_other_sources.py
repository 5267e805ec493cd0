"""Settings that belong to queues, Kafka, MQ and DocumentDB on a mapping of a stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

FOREIGN = {
    "AmazonManagedKafkaEventSourceConfig": "Amazon MSK",
    "DocumentDBEventSourceConfig": "Amazon DocumentDB",
    "LoggingConfig": "Kafka",
    "ProvisionedPollerConfig": "Amazon SQS and Kafka",
    "Queues": "Amazon MQ",
    "ScalingConfig": "Amazon SQS",
    "SelfManagedEventSource": "self-managed Kafka",
    "SelfManagedKafkaEventSourceConfig": "self-managed Kafka",
    "SourceAccessConfigurations": "Kafka, Amazon MQ and Amazon DocumentDB",
    "Topics": "Kafka",
}


@rule(
    id="LAM014",
    name="mapping-settings-of-other-sources",
    title="a mapping of a stream has no settings of other sources",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses it as an unsupported parameter for this source, and the deployment fails",
    fix="leave the setting out; a stream scales with its shards and ParallelizationFactor",
    source=f"{limit('esm-scaling-config-unsupported').read}; {limit('esm-queues-topics-excluded').read}",
    bad=example("StartingPosition: LATEST", "ScalingConfig: {MaximumConcurrency: 5}"),
    good=example("StartingPosition: LATEST", "ParallelizationFactor: 5"),
)
def mapping_settings_of_other_sources(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        for name, owner in FOREIGN.items():
            setting = mapping[name]
            if not is_empty(setting) and mapping.reads(KINESIS, DYNAMODB):
                yield Violation(
                    setting,
                    message=f"a mapping of a stream has {name}, a setting of {owner}",
                    given=name,
                    allowed=f"no {name}",
                )


def is_empty(setting: Value) -> bool:
    """Tell whether nothing is set: absent, or an empty list or block."""
    return setting.absent or setting.node in ([], (), {})
