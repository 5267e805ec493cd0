from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam014 = RuleCase("LAM014")
FOREIGN = [
    "ScalingConfig: {MaximumConcurrency: 5}",
    "ProvisionedPollerConfig: {MinimumPollers: 1}",
    "LoggingConfig: {SystemLogLevel: INFO}",
    "Topics: [orders]",
    "Queues: !ImportValue queues",
    "SourceAccessConfigurations: [{Type: VPC_SUBNET, URI: subnet}]",
    "SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: [here]}}",
    "DocumentDBEventSourceConfig: {DatabaseName: orders}",
]


@pytest.mark.parametrize("setting", FOREIGN)
def test_a_setting_of_another_source_is_found(setting: str) -> None:
    assert lam014.finds(example(setting)).property == setting.partition(":")[0]
    lam014.finds(sam(setting))


def test_an_empty_list_passes() -> None:
    lam014.passes(example("Queues: []"))


def test_a_queue_may_scale() -> None:
    lam014.passes(example(FOREIGN[0], source="arn:aws:sqs:us-east-1:111122223333:orders"))


def test_a_source_that_is_not_known_is_undecided_only_when_there_is_something_to_decide() -> None:
    lam014.undecided(example(FOREIGN[0], source="!ImportValue orders"))
    lam014.passes(example(source="!ImportValue orders"))


@pytest.mark.parametrize("setting", FOREIGN)
def test_the_stream_of_a_table_is_a_stream(setting: str) -> None:
    lam014.finds(sam(setting, type="DynamoDB"))
