from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import MSK, example

lam011 = RuleCase("LAM011")


def test_a_mapping_of_a_stream_without_a_position_is_found() -> None:
    assert lam011.finds(example()).property == "StartingPosition"


def test_a_mapping_of_a_literal_consumer_without_a_position_is_found() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/reader:1700000000"
    lam011.finds(example(source=arn))


def test_an_event_of_a_sam_function_is_found_even_when_its_stream_is_not_known() -> None:
    finding = lam011.finds(sam(source="Stream: !ImportValue orders"))
    assert finding.property == "Events.Incoming.Properties.StartingPosition"


def test_any_position_passes() -> None:
    for position in ("LATEST", "TRIM_HORIZON", "!ImportValue position"):
        lam011.passes(example(f"StartingPosition: {position}"))


def test_a_queue_needs_no_position() -> None:
    lam011.passes(example(source="arn:aws:sqs:us-east-1:111122223333:orders"))
    lam011.passes(sam(type="SQS", source="Queue: !GetAtt Jobs.Arn"))


def test_a_source_that_is_not_known_is_undecided() -> None:
    lam011.undecided(example(source="!ImportValue orders"))


def test_the_stream_of_a_table_and_a_topic_of_kafka_need_a_position() -> None:
    lam011.finds(example(source="arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000"))
    lam011.finds(sam(type="DynamoDB"))
    lam011.finds(example("Topics: [orders]", source=MSK))


def test_kafka_of_ones_own_needs_a_position() -> None:
    own = "SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: ['kafka.example.com:9092']}}"
    lam011.finds(example(own, source="!Ref AWS::NoValue"))


def test_a_share_group_of_kafka_has_no_position() -> None:
    settings = "AmazonManagedKafkaEventSourceConfig: {ConsumptionMode: Queue}"
    lam011.passes(example("Topics: [orders]", settings, source=MSK))
