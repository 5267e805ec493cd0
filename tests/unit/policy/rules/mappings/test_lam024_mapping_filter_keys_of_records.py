from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import MSK, example

lam024 = RuleCase("LAM024")


def filters(pattern: str) -> str:
    return f"FilterCriteria: {{Filters: [{{Pattern: '{pattern}'}}]}}"


@pytest.mark.parametrize("pattern", ['{"type": ["order"]}', '{"body": {"a": [1]}}', '{"dynamodb": {"a": [1]}}'])
def test_a_key_that_no_record_has_is_found(pattern: str) -> None:
    lam024.finds(example(filters(pattern)))
    lam024.finds(sam(filters(pattern)))


@pytest.mark.parametrize("pattern", ['{"data": {"a": [1]}}', '{"partitionKey": ["a"]}', '{"x": [{"exists": false}]}'])
def test_what_records_have_passes(pattern: str) -> None:
    lam024.passes(example(filters(pattern)))


def test_an_invalid_pattern_is_another_rules() -> None:
    lam024.passes(example(filters('{"type": "order"}')))


def test_a_queue_has_a_body() -> None:
    lam024.passes(example(filters('{"body": {"a": [1]}}'), source="arn:aws:sqs:us-east-1:111122223333:orders"))


def test_a_source_that_is_not_known_is_undecided() -> None:
    lam024.undecided(example(filters('{"body": {"a": [1]}}'), source="!ImportValue orders"))


def test_queues_and_tables_have_records_of_their_own() -> None:
    queue = "arn:aws:sqs:us-east-1:111122223333:orders"
    lam024.finds(example(filters('{"data": {"a": [1]}}'), source=queue))
    lam024.passes(example(filters('{"messageAttributes": {"a": [1]}}'), source=queue))
    lam024.finds(sam(filters('{"data": {"a": [1]}}'), type="DynamoDB"))
    lam024.passes(sam(filters('{"eventName": ["INSERT"], "dynamodb": {"Keys": {"a": {"S": ["b"]}}}}'), type="DynamoDB"))


def test_the_records_of_kafka_are_not_judged() -> None:
    lam024.passes(example(filters('{"value": {"a": [1]}}'), source=MSK))
