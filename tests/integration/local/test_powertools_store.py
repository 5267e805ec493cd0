"""Handled events in a DynamoDB table, through Powertools."""

from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any

import pytest
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

from constructs_lib.runtime import InProgress, consumer
from constructs_lib.runtime.powertools import PowertoolsStore

CONTEXT = SimpleNamespace(function_name="watch", get_remaining_time_in_millis=lambda: 30_000)


@pytest.fixture
def layer(lab, request) -> DynamoDBPersistenceLayer:
    table = f"handled-{request.node.name[:40].strip('_')}"
    dynamodb = lab.aws.client("dynamodb")
    dynamodb.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return DynamoDBPersistenceLayer(table_name=table, boto3_client=dynamodb)


def batch(*numbers: int) -> dict[str, Any]:
    return {
        "Records": [
            {
                "eventID": f"shardId-000000000000:{n}",
                "kinesis": {
                    "sequenceNumber": str(n),
                    "partitionKey": str(n),
                    "data": base64.b64encode(str(n).encode()).decode(),
                },
            }
            for n in numbers
        ]
    }


def test_an_event_that_comes_again_is_not_handled_again(layer):
    handled: list[int] = []
    handler = consumer(handled.append, store=PowertoolsStore(layer, prefix="watch"), workers=2)
    assert handler(batch(1, 2), CONTEXT) == {"batchItemFailures": []}
    assert handler(batch(2, 3), CONTEXT) == {"batchItemFailures": []}
    assert sorted(handled) == [1, 2, 3]


def test_an_event_whose_function_raised_may_come_again(layer):
    attempts: list[int] = []

    def each(number: int) -> None:
        attempts.append(number)
        if len(attempts) == 1:
            raise ConnectionError

    handler = consumer(each, store=PowertoolsStore(layer, prefix="watch"))
    assert handler(batch(1), CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert handler(batch(1), CONTEXT) == {"batchItemFailures": []}
    assert attempts == [1, 1]


def test_a_claim_holds_until_the_invocation_that_made_it_must_be_over(layer):
    store = PowertoolsStore(layer, prefix="watch")
    assert store.claim("a", 60_000)
    with pytest.raises(InProgress, match="event a"):
        store.claim("a", 60_000)
    assert store.claim("b", -1000)
    assert store.claim("b", 60_000), "the invocation that claimed it has died"


def test_two_consumers_share_a_table(layer):
    assert PowertoolsStore(layer, prefix="one").claim("a", 60_000)
    other = DynamoDBPersistenceLayer(table_name=layer.table_name, boto3_client=layer.client)
    assert PowertoolsStore(other, prefix="two").claim("a", 60_000)
