"""A schema registry and the pollers that read it."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import MSK, example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

BLOCKS = ("AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig")
REGISTRY = """AmazonManagedKafkaEventSourceConfig:
        SchemaRegistryConfig:
          SchemaRegistryURI: arn:aws:glue:us-east-1:111122223333:registry/orders
          EventRecordFormat: JSON
          SchemaValidationConfigs: [{Attribute: VALUE}]"""
READ = ("StartingPosition: LATEST", "Topics: [orders]", REGISTRY)


@rule(
    id="LAM040",
    name="mapping-schema-registry-pollers",
    title="a mapping with a schema registry has provisioned pollers",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda offers schema registries in provisioned mode only, and refuses the mapping",
    fix="add ProvisionedPollerConfig, or leave the registry out",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html (read 2026-11-21)",
    bad=example(*READ, source=MSK),
    good=example(*READ, "ProvisionedPollerConfig: {MinimumPollers: 1}", source=MSK),
)
def mapping_schema_registry_pollers(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        for block in BLOCKS:
            registry = mapping[f"{block}.SchemaRegistryConfig"]
            if registry.exists and mapping["ProvisionedPollerConfig"].absent:
                yield Violation(
                    registry,
                    message="a mapping has a schema registry, but no provisioned pollers",
                    given="SchemaRegistryConfig without ProvisionedPollerConfig",
                    allowed="both, or neither",
                )
