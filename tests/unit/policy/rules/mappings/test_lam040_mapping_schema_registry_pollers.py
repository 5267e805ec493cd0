from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.mappings import MSK, example
from constructs_lib.policy.rules.mappings.lam040_mapping_schema_registry_pollers import READ

lam040 = RuleCase("LAM040")
POLLERS = "ProvisionedPollerConfig: {MinimumPollers: 1}"


def test_a_registry_without_pollers_is_found() -> None:
    finding = lam040.finds(example(*READ, source=MSK))
    assert finding.property == "AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig"


def test_a_registry_of_ones_own_kafka_is_found() -> None:
    lam040.finds(example(*(line.replace("AmazonManaged", "SelfManaged") for line in READ), source=MSK))


def test_a_registry_with_pollers_passes() -> None:
    lam040.passes(example(*READ, POLLERS, source=MSK))
    lam040.passes(example(*READ, "ProvisionedPollerConfig: !ImportValue pollers", source=MSK))


def test_a_mapping_without_a_registry_does_not_apply() -> None:
    lam040.passes(example("Topics: [orders]", source=MSK))
