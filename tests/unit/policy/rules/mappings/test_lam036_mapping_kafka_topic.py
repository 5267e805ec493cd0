from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import MSK, example

lam036 = RuleCase("LAM036")
OWN = "SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: ['kafka.example.com:9092']}}"


def test_kafka_without_a_topic_is_found() -> None:
    assert lam036.finds(example(source=MSK)).property == "Topics"
    lam036.finds(example(OWN, source="!Ref AWS::NoValue"))
    lam036.finds(sam(type="MSK", source=f"Stream: {MSK}"))


def test_a_topic_passes() -> None:
    lam036.passes(example("Topics: [orders]", source=MSK))
    lam036.passes(example("Topics: !ImportValue topics", source=MSK))


def test_a_stream_has_no_topic() -> None:
    lam036.passes(example())


def test_a_source_that_is_not_known_is_undecided() -> None:
    lam036.undecided(example(source="!ImportValue cluster"))
