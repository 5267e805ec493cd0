from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.limits import limit
from constructs_lib.operate import Entry, Producer
from constructs_lib.operate.produce import batches

THROTTLED = {"ErrorCode": "ProvisionedThroughputExceededException", "ErrorMessage": "Rate exceeded for shard 0"}


def taken(n: int) -> dict[str, str]:
    return {"SequenceNumber": str(n), "ShardId": "shardId-000000000000"}


def request(*entries: Entry) -> dict[str, Any]:
    return {
        "StreamName": "flights",
        "Records": [{"Data": entry.data, "PartitionKey": entry.partition_key} for entry in entries],
    }


def answer(*outcomes: dict[str, str]) -> dict[str, Any]:
    failed = sum("ErrorCode" in outcome for outcome in outcomes)
    return {"Records": list(outcomes), **({"FailedRecordCount": failed} if failed else {})}


@pytest.fixture
def kinesis() -> Iterator[Stubber]:
    client = boto3.client(
        "kinesis", region_name="eu-west-1", aws_access_key_id="111111111111", aws_secret_access_key="none"
    )
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
    client.close()


class Pauses(list[float]):
    """Remembers how long it was asked to sleep."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def producer(kinesis: Stubber, pauses: Pauses | None = None, **options: Any) -> Producer:
    return Producer(
        kinesis.client, "flights", sleep=Pauses() if pauses is None else pauses, jitter=lambda: 1.0, **options
    )


A, B, C = Entry(b"a", "1"), Entry(b"b", "2"), Entry(b"c", "1")


def test_nothing_to_send_makes_no_request(kinesis):
    report = producer(kinesis).send([])
    assert (report.sent, report.requests, report.unsent, report.records_per_second) == (0, 0, (), 0.0)


def test_a_batch_goes_out_in_one_request(kinesis):
    kinesis.add_response("put_records", answer(taken(1), taken(2), taken(3)), request(A, B, C))
    report = producer(kinesis).send([A, B, C])
    assert (report.sent, report.retried, report.requests, report.unsent) == (3, 0, 1, ())


def test_only_the_records_that_failed_are_put_again_in_their_order(kinesis):
    kinesis.add_response("put_records", answer(THROTTLED, taken(1), THROTTLED), request(A, B, C))
    kinesis.add_response("put_records", answer(THROTTLED, taken(2)), request(A, C))
    kinesis.add_response("put_records", answer(taken(3)), request(A))
    pauses = Pauses()
    report = producer(kinesis, pauses).send([A, B, C])
    assert (report.sent, report.retried, report.requests, report.unsent) == (3, 3, 3, ())
    assert pauses == [0.1, 0.2]


def test_the_pause_doubles_to_its_longest_and_jitter_shortens_it(kinesis):
    for _ in range(6):
        kinesis.add_response("put_records", answer(THROTTLED), request(A))
    pauses = Pauses()
    Producer(
        kinesis.client,
        "flights",
        attempts=6,
        first_pause_seconds=1,
        longest_pause_seconds=5,
        sleep=pauses,
        jitter=lambda: 0.5,
    ).send([A])
    assert pauses == [0.5, 1.0, 2.0, 2.5, 2.5]


def test_a_record_that_never_gets_through_is_named_with_the_last_error(kinesis):
    kinesis.add_response("put_records", answer(taken(1), THROTTLED), request(A, B))
    kinesis.add_response("put_records", answer(THROTTLED), request(B))
    report = producer(kinesis, attempts=2).send([A, B])
    assert (report.sent, report.retried) == (1, 1)
    (unsent,) = report.unsent
    assert unsent.entry == B
    assert unsent.reason == "ProvisionedThroughputExceededException: Rate exceeded for shard 0"


def test_a_throttled_request_is_put_again_as_a_whole(kinesis):
    kinesis.add_client_error("put_records", "KMSThrottlingException", expected_params=request(A, B))
    kinesis.add_response("put_records", answer(taken(1), taken(2)), request(A, B))
    report = producer(kinesis).send([A, B])
    assert (report.sent, report.retried, report.requests) == (2, 2, 2)


def test_an_error_that_trying_again_does_not_mend_is_raised(kinesis):
    kinesis.add_client_error("put_records", "ResourceNotFoundException")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        producer(kinesis).send([A])


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry(b"x", ""), "the partition key must have 1 to 256 characters"),
        (Entry(b"x", "k" * 257), "the partition key must have 1 to 256 characters"),
        (Entry(b"xxxx", "k"), "the record has 5 bytes, above 4"),
    ],
)
def test_a_record_the_service_would_refuse_does_not_spoil_its_batch(kinesis, entry, reason):
    kinesis.add_response("put_records", answer(taken(1), taken(2)), request(A, B))
    report = producer(kinesis, record_bytes=4).send([A, entry, B])
    assert report.sent == 2
    assert [(unsent.entry, unsent.reason) for unsent in report.unsent] == [(entry, reason)]


def test_progress_is_told_after_every_batch(kinesis):
    most = int(limit("kinesis-putrecords-count").high)
    kinesis.add_response("put_records", answer(*map(taken, range(most))))
    kinesis.add_response("put_records", answer(taken(most)))
    told: list[int] = []
    producer(kinesis).send([A] * (most + 1), progress=lambda report: told.append(report.sent))
    assert told == [most, most + 1]


def test_no_attempt_at_all_is_refused(kinesis):
    with pytest.raises(ValueError, match="attempts must be at least 1, got 0"):
        producer(kinesis, attempts=0)


@given(st.lists(st.builds(Entry, st.binary(max_size=40), st.text(min_size=1, max_size=4))))
def test_batches_keep_every_record_in_order_inside_both_limits(entries):
    made = list(batches(entries, most_records=5, most_bytes=60))
    assert [entry for batch in made for entry in batch] == entries
    assert all(0 < len(batch) <= 5 and sum(entry.size_bytes for entry in batch) <= 60 for batch in made)
