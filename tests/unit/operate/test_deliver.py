from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from constructs_lib.limits import limit
from constructs_lib.operate.deliver import DeliveryProducer
from constructs_lib.operate.entry import Entry

A, B = Entry(b"a", "id-a"), Entry(b"b", "id-b")
THROTTLED = {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down."}
TAKEN = {"RecordId": "1"}


@pytest.fixture
def firehose() -> Iterator[Stubber]:
    client = boto3.client("firehose", region_name="eu-west-1", aws_access_key_id="1", aws_secret_access_key="none")
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
    client.close()


def request(*entries: Entry) -> dict[str, Any]:
    return {"DeliveryStreamName": "lake", "Records": [{"Data": entry.data} for entry in entries]}


def answer(*outcomes: dict[str, str]) -> dict[str, Any]:
    return {"FailedPutCount": sum("ErrorCode" in one for one in outcomes), "RequestResponses": list(outcomes)}


def producer(firehose: Stubber, **options: Any) -> DeliveryProducer:
    client: Any = firehose.client
    return DeliveryProducer(client, "lake", sleep=lambda _: None, **options)


def test_only_the_record_that_failed_is_put_again(firehose: Stubber) -> None:
    firehose.add_response("put_record_batch", answer(TAKEN, THROTTLED), request(A, B))
    firehose.add_response("put_record_batch", answer(TAKEN), request(B))
    report = producer(firehose).send([A, B])
    assert (report.sent, report.retried, report.requests, report.unsent) == (2, 1, 2, ())


def test_a_record_that_keeps_failing_is_handed_back_with_the_reason(firehose: Stubber) -> None:
    firehose.add_response("put_record_batch", answer(TAKEN, THROTTLED), request(A, B))
    firehose.add_client_error("put_record_batch", "ServiceUnavailableException", "Slow down.")
    (unsent,) = producer(firehose, attempts=2).send([A, B]).unsent
    assert (unsent.entry, unsent.reason) == (B, "ServiceUnavailableException: Slow down.")


def test_a_record_above_the_limit_does_not_spoil_its_batch(firehose: Stubber) -> None:
    large = Entry(bytes(int(limit("firehose-record-bytes-api").high) + 1), "id")
    firehose.add_response("put_record_batch", answer(TAKEN), request(A))
    report = producer(firehose).send([large, A])
    assert [one.entry for one in report.unsent] == [large]


def test_an_error_that_does_not_pass_is_raised(firehose: Stubber) -> None:
    firehose.add_client_error("put_record_batch", "ResourceNotFoundException", "lake")
    with pytest.raises(ClientError):
        producer(firehose).send([A])
