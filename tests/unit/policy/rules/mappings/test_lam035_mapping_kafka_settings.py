from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import MSK, example

lam035 = RuleCase("LAM035")
OWN = "SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: ['kafka.example.com:9092']}}"
NONE = "!Ref AWS::NoValue"


@pytest.mark.parametrize("setting", ["ParallelizationFactor", "TumblingWindowInSeconds", "ScalingConfig", "Queues"])
def test_a_setting_of_streams_and_queues_is_found_on_kafka(setting: str) -> None:
    assert lam035.finds(example(f"{setting}: !ImportValue it", source=MSK)).property == setting
    lam035.finds(sam(f"{setting}: !ImportValue it", type="MSK"))
    lam035.finds(example(f"{setting}: !ImportValue it", OWN, source=NONE))


def test_each_kind_of_kafka_has_settings_of_its_own() -> None:
    managed = "AmazonManagedKafkaEventSourceConfig: {ConsumerGroupId: readers}"
    own = "SelfManagedKafkaEventSourceConfig: {ConsumerGroupId: readers}"
    lam035.finds(example(own, source=MSK))
    lam035.finds(example(managed, OWN, source=NONE))
    lam035.passes(example(managed, source=MSK))
    lam035.passes(example(own, OWN, source=NONE))


def test_a_cluster_of_the_app_is_kafka() -> None:
    cluster = "  Cluster: {Type: AWS::MSK::Cluster}"
    lam035.finds(example("ParallelizationFactor: 2", source="!Ref Cluster") + cluster)


def test_a_stream_may_have_them() -> None:
    lam035.passes(example("ParallelizationFactor: 2"))


def test_a_source_that_is_not_known_is_undecided() -> None:
    lam035.undecided(example("ParallelizationFactor: 2", source="!ImportValue cluster"))
