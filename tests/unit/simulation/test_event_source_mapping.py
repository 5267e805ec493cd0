from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.simulation import (
    Backoff,
    Condition,
    EventSourceMapping,
    FailureDocument,
    FunctionFailure,
    InvalidDefinition,
    Processed,
    SourceRecord,
    UnsupportedFeature,
)
from tests.unit.simulation.pipeline import ARRIVAL, FUNCTION_ARN, STREAM_ARN, Clock

SHARD = "shardId-000000000003"
CONSUMER_ARN = f"{STREAM_ARN}/consumer/delays:1541519043"


class Consumer:
    """A function that cannot process the poison records; it remembers what it has processed."""

    def __init__(self, *poison: str, reports: bool = False) -> None:
        self.poison = set(poison)
        self.reports = reports
        self.events: list[dict[str, Any]] = []
        self.processed: list[str] = []
        self._lock = Lock()

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        assert function_arn == FUNCTION_ARN
        sent = [record["kinesis"]["sequenceNumber"] for record in event["Records"]]
        with self._lock:
            self.events.append(event)
            failed = [number for number in sent if number in self.poison]
            if not failed:
                self.processed += sent
                return None
            if not self.reports:
                raise FunctionFailure("cannot process this")
            self.processed += sent[: sent.index(failed[0])]
            return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}

    @property
    def batches(self) -> list[int]:
        return [len(event["Records"]) for event in self.events]


class Sleeper:
    """Waits by moving the clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.now += seconds


def mapping(
    functions: Any, failures: list[FailureDocument], clock: Clock | None = None, **properties: Any
) -> EventSourceMapping:
    clock = clock or Clock()
    return EventSourceMapping(
        {"FunctionName": FUNCTION_ARN, "EventSourceArn": STREAM_ARN, "StartingPosition": "LATEST", **properties},
        functions=functions,
        on_failure=failures.append,
        stream_arn=STREAM_ARN,
        clock=clock,
        sleep=Sleeper(clock),
    )


def refuse(failure: FailureDocument) -> None:
    raise AssertionError(failure)


def numbered(count: int, *, keys: int = 1, arrival: float = ARRIVAL) -> list[SourceRecord]:
    return [
        SourceRecord(json.dumps({"n": index}).encode(), arrival, f"key-{index % keys}", f"{index:03d}", SHARD)
        for index in range(count)
    ]


def test_the_event_has_the_shape_that_lambda_documents() -> None:
    consumer = Consumer()
    esm = mapping(consumer, [], EventSourceArn=CONSUMER_ARN)
    esm.process(SHARD, numbered(1))
    assert consumer.events == [
        {
            "Records": [
                {
                    "kinesis": {
                        "kinesisSchemaVersion": "1.0",
                        "partitionKey": "key-0",
                        "sequenceNumber": "000",
                        "data": "eyJuIjogMH0=",
                        "approximateArrivalTimestamp": ARRIVAL,
                    },
                    "eventSource": "aws:kinesis",
                    "eventVersion": "1.0",
                    "eventID": f"{SHARD}:000",
                    "eventName": "aws:kinesis:record",
                    "invokeIdentityArn": "",
                    "awsRegion": "eu-west-1",
                    "eventSourceARN": CONSUMER_ARN,
                }
            ]
        }
    ]


def test_a_batch_holds_at_most_the_batch_size() -> None:
    consumer = Consumer()
    result = mapping(consumer, [], BatchSize=5).process(SHARD, numbered(12))
    assert consumer.batches == [5, 5, 2]
    assert result == Processed(records=12, succeeded=12, invocations=3)


def test_a_batch_is_cut_at_six_megabytes() -> None:
    consumer = Consumer()
    large = [SourceRecord(b"x" * 1_000_000, ARRIVAL, "key", str(index), SHARD) for index in range(6)]
    mapping(consumer, []).process(SHARD, large)
    assert consumer.batches == [4, 2]


def test_a_record_that_fits_no_event_goes_to_the_failure_destination() -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer()
    large = SourceRecord(b"x" * 5_000_000, ARRIVAL, "key", "000", SHARD)
    result = mapping(consumer, failures).process(SHARD, [large, *numbered(2)])
    assert (result.discarded, result.succeeded) == (1, 2)
    assert failures[0].records == (large,)


@pytest.mark.parametrize(("waiting", "waited", "due"), [(0, 99, False), (1, 4, False), (10, 0, True), (1, 5, True)])
def test_records_are_due_by_batch_size_or_batching_window(waiting: int, waited: float, due: bool) -> None:
    esm = mapping(Consumer(), [], BatchSize=10, MaximumBatchingWindowInSeconds=5)
    assert esm.due(waiting, waited) is due


def test_one_poison_record_in_twelve_ends_alone_and_the_rest_is_processed_once() -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer("007")
    esm = mapping(consumer, failures, BisectBatchOnFunctionError=True, MaximumRetryAttempts=2)
    result = esm.process(SHARD, numbered(12))
    assert (result.succeeded, result.discarded) == (11, 1)
    assert consumer.processed == [f"{index:03d}" for index in range(12) if index != 7]
    (failure,) = failures
    assert [record.sequence_number for record in failure.records] == ["007"]
    assert consumer.batches.count(1) >= 3


def test_without_bisecting_the_whole_batch_is_given_up_after_its_retries() -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer("003")
    result = mapping(consumer, failures, BatchSize=6, MaximumRetryAttempts=2).process(SHARD, numbered(12))
    assert consumer.batches == [6, 6, 6, 6]
    assert (result.succeeded, result.discarded) == (6, 6)
    assert [len(failure.records) for failure in failures] == [6]


def test_a_function_that_recovers_is_retried_in_order_with_growing_waits() -> None:
    class Flaky(Consumer):
        def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
            if len(self.events) == 6:
                self.poison = set()
            return super().invoke(function_arn, event)

    consumer = Flaky("000")
    clock = Clock()
    sleeper = Sleeper(clock)
    esm = EventSourceMapping(
        {"FunctionName": FUNCTION_ARN, "EventSourceArn": STREAM_ARN},
        functions=consumer,
        on_failure=refuse,
        stream_arn=STREAM_ARN,
        clock=clock,
        sleep=sleeper,
        backoff=Backoff(first=1, longest=10),
    )
    assert esm.process(SHARD, numbered(3)).succeeded == 3
    assert sleeper.waits == [1, 2, 4, 8, 10, 10]


def test_unlimited_retries_end_with_the_age_of_the_records() -> None:
    failures: list[FailureDocument] = []
    clock = Clock()
    esm = mapping(Consumer("000"), failures, clock, MaximumRecordAgeInSeconds=60, BatchSize=2)
    assert esm.process(SHARD, numbered(2)).discarded == 2
    assert failures[0].condition is Condition.RECORD_AGE_EXCEEDED
    assert 60 <= clock.now - ARRIVAL <= 71


def test_unlimited_retries_without_an_age_end_with_the_streams_retention() -> None:
    clock = Clock()
    esm = mapping(Consumer("000"), [], clock)
    assert esm.process(SHARD, numbered(1)).discarded == 1
    assert clock.now - ARRIVAL >= 24 * 3600


def test_records_that_are_too_old_never_reach_the_function() -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer()
    old = numbered(2, arrival=ARRIVAL - 61)
    young = SourceRecord(b"{}", ARRIVAL, "key", "900", SHARD)
    result = mapping(consumer, failures, MaximumRecordAgeInSeconds=60).process(SHARD, [*old, young])
    assert (result.discarded, result.succeeded) == (2, 1)
    assert consumer.processed == ["900"]
    assert failures[0].message()["requestContext"]["approximateInvokeCount"] == 0


def test_reported_items_are_retried_from_the_lowest_one() -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer("007", "009", reports=True)
    esm = mapping(consumer, failures, FunctionResponseTypes=["ReportBatchItemFailures"], MaximumRetryAttempts=1)
    result = esm.process(SHARD, numbered(12))
    assert consumer.batches == [12, 5]
    assert (result.succeeded, result.discarded) == (7, 5)
    assert failures[0].message()["responseContext"]["functionError"] is None


def test_reported_items_end_alone_where_bisecting_is_on() -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer("007", "009", reports=True)
    esm = mapping(
        consumer,
        failures,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        MaximumRetryAttempts=1,
        BisectBatchOnFunctionError=True,
    )
    esm.process(SHARD, numbered(12))
    assert [[record.sequence_number for record in failure.records] for failure in failures] == [["007"], ["009"]]
    assert consumer.processed == [f"{index:03d}" for index in range(12) if index not in (7, 9)]


class Answers:
    def __init__(self, *answers: object) -> None:
        self.answers: Iterator[object] = iter(answers)
        self.invocations = 0

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        assert function_arn
        assert event
        self.invocations += 1
        return next(self.answers)


@pytest.mark.parametrize("answer", [None, {}, "", {"batchItemFailures": []}, {"batchItemFailures": None}])
def test_an_answer_without_failures_is_a_success(answer: object) -> None:
    functions = Answers(answer)
    esm = mapping(functions, [], FunctionResponseTypes=["ReportBatchItemFailures"])
    assert esm.process(SHARD, numbered(3)) == Processed(records=3, succeeded=3, invocations=1)


@pytest.mark.parametrize(
    "answer",
    [
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": None}]},
        {"batchItemFailures": [{"badKey": "001"}]},
        {"batchItemFailures": [{"itemIdentifier": "of another batch"}]},
        {"batchItemFailures": [{"itemIdentifier": "002"}, {"itemIdentifier": ""}]},
        {"batchItemFailures": "001"},
        {"batchItemFailures": [1]},
        ["001"],
    ],
)
def test_an_answer_out_of_form_fails_the_whole_batch(answer: object) -> None:
    functions = Answers(answer, None)
    esm = mapping(functions, [], FunctionResponseTypes=["ReportBatchItemFailures"])
    assert esm.process(SHARD, numbered(3)) == Processed(records=3, succeeded=3, invocations=2)


def test_reported_items_are_ignored_where_the_mapping_does_not_ask_for_them() -> None:
    functions = Answers({"batchItemFailures": [{"itemIdentifier": "001"}]})
    assert mapping(functions, []).process(SHARD, numbered(3)).succeeded == 3


def test_the_failure_document_says_where_the_records_are() -> None:
    failures: list[FailureDocument] = []
    esm = mapping(Consumer("000"), failures, EventSourceArn=CONSUMER_ARN, MaximumRetryAttempts=0)
    esm.process(SHARD, numbered(2))
    message = failures[0].message()
    assert message.pop("requestContext") | {"requestId": ""} == {
        "requestId": "",
        "functionArn": FUNCTION_ARN,
        "condition": "RetryAttemptsExhausted",
        "approximateInvokeCount": 1,
    }
    assert message == {
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": "2018-08-27T10:30:00.000Z",
        "KinesisBatchInfo": {
            "shardId": SHARD,
            "startSequenceNumber": "000",
            "endSequenceNumber": "001",
            "approximateArrivalOfFirstRecord": "2018-08-27T10:30:00.000Z",
            "approximateArrivalOfLastRecord": "2018-08-27T10:30:00.000Z",
            "batchSize": 2,
            "streamArn": STREAM_ARN,
        },
    }


def test_the_document_for_a_bucket_also_holds_the_event() -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer("000")
    mapping(consumer, failures, MaximumRetryAttempts=0).process(SHARD, numbered(2))
    document = failures[0].message_with_payload()
    assert json.loads(document["payload"]) == consumer.events[0]
    assert failures[0].object_key("a1b2").startswith(f"aws/lambda/a1b2/{SHARD}/2018/08/27/2018-08-27T10.30.00-")


def test_batches_of_different_keys_run_at_once_and_one_key_stays_in_order() -> None:
    consumer = Consumer()
    esm = mapping(consumer, [], ParallelizationFactor=4, BatchSize=3)
    result = esm.process(SHARD, numbered(60, keys=7))
    assert result.succeeded == 60
    order = [
        (record["kinesis"]["partitionKey"], record["kinesis"]["sequenceNumber"])
        for event in consumer.events
        for record in event["Records"]
    ]
    for key in {key for key, _ in order}:
        numbers = [number for each, number in order if each == key]
        assert numbers == sorted(numbers)
    assert {len({key for key, _ in order[:3]})} <= {1, 2, 3}


def test_what_no_filter_admits_is_neither_invoked_nor_failed() -> None:
    consumer = Consumer()
    filters = {"Filters": [{"Pattern": json.dumps({"data": {"n": [{"numeric": [">=", 8]}]}})}]}
    result = mapping(consumer, [], FilterCriteria=filters).process(SHARD, numbered(10))
    assert result == Processed(records=10, succeeded=2, filtered=8, invocations=1)


def test_what_sleep_raises_ends_the_call() -> None:
    class Stopped(Exception):
        pass

    def stop(seconds: float) -> None:
        raise Stopped

    esm = EventSourceMapping(
        {"FunctionName": FUNCTION_ARN, "EventSourceArn": STREAM_ARN},
        functions=Consumer("000"),
        on_failure=refuse,
        stream_arn=STREAM_ARN,
        sleep=stop,
        clock=Clock(),
    )
    with pytest.raises(Stopped):
        esm.process(SHARD, numbered(1))


@pytest.mark.parametrize(
    ("properties", "problem", "text"),
    [
        ({"TumblingWindowInSeconds": 30, "ParallelizationFactor": 2}, UnsupportedFeature, "TumblingWindowInSeconds"),
        ({"FunctionName": None}, InvalidDefinition, "FunctionName"),
        ({"BatchSize": "many"}, InvalidDefinition, "BatchSize"),
        ({"FilterCriteria": {"Filters": [{"Pattern": "{"}]}}, InvalidDefinition, "not JSON"),
    ],
)
def test_what_cannot_be_simulated_is_refused_at_construction(
    properties: dict[str, Any], problem: type[Exception], text: str
) -> None:
    with pytest.raises(problem, match=text):
        mapping(Consumer(), [], **properties)


@settings(max_examples=200, deadline=None)
@given(
    count=st.integers(0, 40),
    poison=st.sets(st.integers(0, 39), max_size=6),
    reports=st.booleans(),
    bisect=st.booleans(),
    retries=st.sampled_from([-1, 0, 1, 3]),
    size=st.integers(1, 15),
    factor=st.integers(1, 3),
)
def test_every_record_is_processed_once_or_given_up_once(
    count: int, poison: set[int], reports: bool, bisect: bool, retries: int, size: int, factor: int
) -> None:
    failures: list[FailureDocument] = []
    consumer = Consumer(*(f"{index:03d}" for index in poison), reports=reports)
    clock = Clock()
    esm = mapping(
        consumer,
        failures,
        clock,
        BatchSize=size,
        BisectBatchOnFunctionError=bisect,
        MaximumRetryAttempts=retries,
        MaximumRecordAgeInSeconds=60,
        ParallelizationFactor=factor,
        **({"FunctionResponseTypes": ["ReportBatchItemFailures"]} if reports else {}),
    )
    sent = numbered(count, keys=5)
    result = esm.process(SHARD, sent)
    given_up = [record.sequence_number for failure in failures for record in failure.records]
    assert Counter(consumer.processed) + Counter(given_up) == Counter(record.sequence_number for record in sent)
    assert (result.records, result.succeeded, result.discarded) == (count, len(consumer.processed), len(given_up))
    assert result.invocations == len(consumer.events)
    if bisect and retries >= 0 and factor == 1:
        assert set(given_up) == {f"{index:03d}" for index in poison if index < count}
    assert all(b64decode(each["kinesis"]["data"]) for event in consumer.events for each in event["Records"])
