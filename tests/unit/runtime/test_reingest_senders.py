from __future__ import annotations

import base64
import doctest
from typing import Any

import pytest

from constructs_lib.limits import limit
from constructs_lib.runtime import (
    Ok,
    Returned,
    reingest_senders,
    reingest_to_delivery_stream,
    reingest_to_stream,
    transform,
)
from constructs_lib.runtime.reingestion import without_count

REQUEST_RECORDS = int(limit("kinesis-putrecords-count").high)
RECORD_BYTES = int(limit("kinesis-record-default-size").high)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reingest_senders, "PAUSE_SECONDS", 0)


class Service:
    """Kinesis or Firehose: refuses single records, or whole requests."""

    def __init__(self, refuses: dict[bytes, int] | None = None, gone_after: int = 10**9) -> None:
        self.refuses = dict(refuses or {})
        self.gone_after = gone_after
        self.requests: list[list[dict[str, Any]]] = []

    def put(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(self.requests) == self.gone_after:
            raise ConnectionError("gone")
        self.requests.append(records)
        return [self.outcome(record["Data"]) for record in records]

    def outcome(self, data: bytes) -> dict[str, Any]:
        left = self.refuses.get(data, 0)
        self.refuses[data] = left - 1
        return {"ErrorCode": "ProvisionedThroughputExceededException"} if left > 0 else {"SequenceNumber": "1"}

    def put_records(self, *, StreamName: str, Records: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert StreamName == "orders"
        return {"Records": self.put(Records)}

    def put_record_batch(self, *, DeliveryStreamName: str, Records: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert DeliveryStreamName == "orders"
        return {"RequestResponses": self.put(Records)}


def returned(number: int, data: bytes = b"x", key: str | None = "k") -> Returned:
    return Returned(f"id-{number}", data, key)


def test_records_go_back_with_their_partition_key_or_else_their_id() -> None:
    service = Service()
    assert reingest_to_stream("orders", client=service)([returned(1), returned(2, key=None)]) == {"id-1", "id-2"}
    assert [record["PartitionKey"] for record in service.requests[0]] == ["k", "id-2"]


def test_a_delivery_stream_takes_them_without_keys() -> None:
    service = Service()
    assert reingest_to_delivery_stream("orders", client=service)([returned(1)]) == {"id-1"}
    assert service.requests == [[{"Data": b"x"}]]


def test_only_what_was_throttled_is_put_again_and_given_up_in_the_end() -> None:
    service = Service(refuses={b"slow": 2, b"never": 9})
    records = [returned(1, b"fast"), returned(2, b"slow"), returned(3, b"never")]
    assert reingest_to_stream("orders", client=service)(records) == {"id-1", "id-2"}
    assert [len(request) for request in service.requests] == [3, 2, 2]


def test_requests_keep_the_limits_and_records_that_are_too_large_stay() -> None:
    service = Service()
    many = [returned(n) for n in range(REQUEST_RECORDS + 1)]
    large = returned(-1, b"x" * RECORD_BYTES)
    assert len(reingest_to_stream("orders", client=service)([*many, large])) == len(many)
    assert [len(request) for request in service.requests] == [REQUEST_RECORDS, 1]
    assert reingest_to_stream("orders", client=service, record_bytes=2 * RECORD_BYTES)([large]) == {"id--1"}


def test_what_was_taken_before_a_request_failed_is_not_answered_as_failed_too() -> None:
    many = [returned(n) for n in range(REQUEST_RECORDS + 1)]
    taken = reingest_to_stream("orders", client=Service(gone_after=1))(many)
    assert taken == {one.record_id for one in many[:REQUEST_RECORDS]}
    with pytest.raises(ConnectionError):
        reingest_to_stream("orders", client=Service(gone_after=0))(many)


def test_a_transform_sends_back_what_overflows_with_its_counter() -> None:
    service = Service()
    handler = transform(Ok, reingest=reingest_to_stream("orders", client=service), response_bytes=700)
    data = base64.b64encode(b'"' + b"x" * 200 + b'"').decode()
    metadata = {"kinesisRecordMetadata": {"partitionKey": "k"}}
    event = {"records": [{"recordId": f"id-{n}", "data": data, **metadata} for n in range(3)]}
    answer = handler(event, type("Context", (), {"function_name": "clean"})())
    results = [entry["result"] for entry in answer["records"]]
    assert results.count("Dropped") == sum(map(len, service.requests)) > 0
    assert {without_count(record["Data"])[1] for request in service.requests for record in request} == {1}


def test_the_examples_run_as_they_stand() -> None:
    assert doctest.testmod(reingest_senders).failed == 0
