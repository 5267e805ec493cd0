from __future__ import annotations

import gzip
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from constructs_lib.limits import limit
from constructs_lib.simulation import (
    DeliveryEngine,
    EndpointAnswer,
    EndpointFailure,
    EndpointFault,
    InvalidDefinition,
    SourceRecord,
)
from tests.unit.simulation.pipeline import ARRIVAL, DELIVERY_ARN, FUNCTION_ARN, Clock, Functions, Store

URL = "https://ingest.example.com/v1"
SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key"
Answer = Callable[[Mapping[str, Any]], EndpointAnswer]


class Endpoint:
    """Answers with the given functions in turn, the last one for ever; exceptions are raised."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers or [accept])
        self.headers: list[dict[str, str]] = []
        self.documents: list[dict[str, Any]] = []
        self.secrets = {SECRET_ARN: json.dumps({"api_key": "sesame"})}

    def post(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float, size: int) -> EndpointAnswer:
        assert url == URL
        assert seconds == limit("firehose-http-answer-time").high
        assert size == limit("firehose-http-answer-size").high
        plain = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
        self.headers.append(dict(headers))
        self.documents.append(json.loads(plain))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(self.documents[-1])

    def secret(self, arn: str) -> str:
        return self.secrets[arn]

    @property
    def received(self) -> list[bytes]:
        return [b64decode(each["data"]) for each in self.documents[-1]["records"]]


def answer(status: int = 200, kind: str = "application/json", **members: Any) -> Answer:
    def make(document: Mapping[str, Any]) -> EndpointAnswer:
        body = {"requestId": document["requestId"], "timestamp": 1, **members}
        return EndpointAnswer(status, {"content-type": kind}, json.dumps(body).encode())

    return make


accept = answer()


def engine(endpoint: Endpoint, store: Store, clock: Clock, **properties: Any) -> DeliveryEngine:
    destination = {
        "EndpointConfiguration": {"Url": URL},
        "S3Configuration": {
            "BucketARN": "arn:aws:s3:::lake",
            "Prefix": "source/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        },
        **properties,
    }
    return DeliveryEngine(
        "orders",
        DELIVERY_ARN,
        {"HttpEndpointDestinationConfiguration": destination},
        store=store,
        functions=Functions(lambda _: {}),
        endpoints=endpoint,
        region="eu-west-1",
        account="111122223333",
        clock=clock,
    )


def taken(engine: DeliveryEngine, *payloads: bytes) -> None:
    """Put records into the buffer."""
    engine.accept([SourceRecord(data, ARRIVAL) for data in payloads])
    engine.flush_due()


def test_a_request_carries_what_firehose_documents() -> None:
    endpoint, clock = Endpoint(), Clock()
    orders = engine(
        endpoint,
        Store(),
        clock,
        RequestConfiguration={
            "ContentEncoding": "GZIP",
            "CommonAttributes": [{"AttributeName": "stage", "AttributeValue": "test"}],
        },
        SecretsManagerConfiguration={"Enabled": True, "SecretARN": SECRET_ARN},
    )
    taken(orders, b"one", b"")
    orders.flush()
    (headers,), (document,) = endpoint.headers, endpoint.documents
    assert headers == {
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "X-Amz-Firehose-Protocol-Version": "1.0",
        "X-Amz-Firehose-Request-Id": document["requestId"],
        "X-Amz-Firehose-Source-Arn": DELIVERY_ARN,
        "X-Amz-Firehose-Access-Key": "sesame",
        "X-Amz-Firehose-Common-Attributes": '{"commonAttributes": {"stage": "test"}}',
    }
    assert document["timestamp"] == ARRIVAL * 1000
    assert endpoint.received == [b"one", b""]
    assert (orders.counts.delivered, orders.counts.in_buffer) == (2, 0)


def test_without_key_attributes_and_compression_their_headers_are_absent() -> None:
    endpoint = Endpoint()
    orders = engine(endpoint, Store(), Clock())
    taken(orders, b"one")
    orders.flush()
    assert not {"Content-Encoding", "X-Amz-Firehose-Access-Key", "X-Amz-Firehose-Common-Attributes"} & set(
        endpoint.headers[0]
    )


def test_a_request_waits_for_its_buffer_and_is_retried_with_the_same_id_and_growing_waits() -> None:
    endpoint, store, clock = Endpoint(answer(503), answer(429), accept), Store(), Clock()
    orders = engine(endpoint, store, clock)
    taken(orders, b"one")
    assert endpoint.documents == []
    attempts = []
    clock.now += limit("firehose-buffer-http-interval").default
    for second in range(4):
        orders.flush_due()
        attempts += [second] * (len(endpoint.documents) - len(attempts))
        clock.now += 1
    assert attempts == [0, 1, 3]
    assert len({document["requestId"] for document in endpoint.documents}) == 1
    assert (orders.counts.delivered, orders.counts.in_buffer, dict(store)) == (1, 0, {})


@pytest.mark.parametrize(
    ("bad", "code", "message"),
    [
        (answer(500, errorMessage="overload"), "HttpEndpoint.DestinationException", "500: "),
        (answer(301), "HttpEndpoint.DestinationException", "301: "),
        (answer(202), "HttpEndpoint.DestinationException", "202: "),
        (answer(requestId="other"), "HttpEndpoint.InvalidResponseFromDestination", "does not match"),
        (answer(requestId=None), "HttpEndpoint.InvalidResponseFromDestination", "does not contain a requestId"),
        (answer(timestamp="1"), "HttpEndpoint.InvalidResponseFromDestination", "timestamp"),
        (answer(kind="text/plain"), "HttpEndpoint.InvalidResponseFromDestination", "content type"),
        (EndpointFailure("slow", EndpointFault.TIMEOUT), "HttpEndpoint.RequestTimeout", "slow"),
        (EndpointFailure("shut", EndpointFault.CONNECTION_FAILED), "HttpEndpoint.ConnectionFailed", "shut"),
    ],
)
def test_what_is_refused_until_the_retries_are_over_comes_to_rest_in_the_failure_bucket(
    bad: Answer | Exception, code: str, message: str
) -> None:
    endpoint, store, clock = Endpoint(bad), Store(), Clock()
    orders = engine(endpoint, store, clock, RetryOptions={"DurationInSeconds": 10})
    taken(orders, b"one", b"two")
    clock.now += 60
    begun = clock.now
    while not orders.counts.failed:
        orders.flush_due()
        clock.now += 1
        assert clock.now < begun + 1000
    assert len(endpoint.documents) == 5  # at once, after 1, 3 and 7 seconds, and when the time is over
    failed = store.errors("errors/http-endpoint-failed/")
    assert [b64decode(each["rawData"]) for each in failed] == [b"one", b"two"]
    assert {each["errorCode"] for each in failed} == {code}
    assert all(message in each["errorMessage"] for each in failed)
    assert {each["attemptsMade"] for each in failed} == {5}
    assert orders.counts.failed == {"http-endpoint-failed": 2}


def test_too_large_a_request_is_not_sent_again() -> None:
    endpoint, store, clock = Endpoint(answer(413)), Store(), Clock()
    orders = engine(endpoint, store, clock)
    taken(orders, b"one")
    clock.now += 60
    orders.flush_due()
    clock.now += 400
    orders.flush_due()
    assert len(endpoint.documents) == 1
    assert orders.counts.failed == {"http-endpoint-failed": 1}


def test_without_retry_time_a_request_is_sent_once() -> None:
    endpoint, store, clock = Endpoint(answer(500)), Store(), Clock()
    orders = engine(endpoint, store, clock, RetryOptions={"DurationInSeconds": 0})
    taken(orders, b"one")
    orders.flush()
    assert (len(endpoint.documents), orders.counts.failed) == (1, {"http-endpoint-failed": 1})


def test_one_request_that_waits_does_not_hold_up_the_next() -> None:
    endpoint, clock = Endpoint(answer(500), accept), Clock()
    orders = engine(endpoint, Store(), clock, BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 60})
    taken(orders, b"a" * 700_000, b"b" * 700_000)
    assert len(endpoint.documents) == 1
    clock.now += 0.5
    taken(orders, b"c" * 700_000)
    assert (orders.counts.delivered, orders.counts.in_buffer) == (1, 2)
    clock.now += 60
    orders.flush_due()
    assert (orders.counts.delivered, orders.counts.in_buffer) == (3, 0)


def test_a_buffer_of_more_records_than_a_request_takes_becomes_two_requests() -> None:
    endpoint = Endpoint()
    orders = engine(endpoint, Store(), Clock())
    most = int(limit("firehose-http-request-count").high)
    taken(orders, *[b"x"] * (most + 1))
    orders.flush()
    assert [len(document["records"]) for document in endpoint.documents] == [most, 1]


def test_everything_that_came_in_is_backed_up_where_that_is_asked_for() -> None:
    store = Store()
    orders = engine(Endpoint(), store, Clock(), S3BackupMode="AllData")
    taken(orders, b"one\n", b"two\n")
    orders.flush()
    assert store.bodies("lake", "source/") == [b"one\ntwo\n"]
    assert orders.counts.backed_up == 2


def test_a_transform_comes_before_and_its_failures_are_told_apart() -> None:
    store, endpoint = Store(), Endpoint()
    processor = {"Type": "Lambda", "Parameters": [{"ParameterName": "LambdaArn", "ParameterValue": FUNCTION_ARN}]}
    orders = engine(endpoint, store, Clock(), ProcessingConfiguration={"Enabled": True, "Processors": [processor]})
    taken(orders, b"one")
    orders.flush()
    assert orders.counts.failed == {"processing-failed": 1}
    assert endpoint.documents == []


def test_a_secret_that_cannot_be_read_leaves_the_records_where_they_are() -> None:
    endpoint, clock = Endpoint(), Clock()
    orders = engine(endpoint, Store(), clock, SecretsManagerConfiguration={"Enabled": True, "SecretARN": SECRET_ARN})
    value = endpoint.secrets.pop(SECRET_ARN)
    taken(orders, b"one")
    with pytest.raises(KeyError):
        orders.flush()
    assert orders.counts.in_buffer == 1
    endpoint.secrets[SECRET_ARN] = value
    orders.flush()
    assert orders.counts.delivered == 1


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"EndpointConfiguration": {}}, "EndpointConfiguration.Url is None"),
        ({"RequestConfiguration": {"ContentEncoding": "gzip"}}, "ContentEncoding gzip does not exist"),
        ({"SecretsManagerConfiguration": {"Enabled": True}}, "has no SecretARN"),
    ],
)
def test_a_definition_that_the_service_refuses_is_refused(properties: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidDefinition, match=message):
        engine(Endpoint(), Store(), Clock(), **properties)
