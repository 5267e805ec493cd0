from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from constructs_lib.simulation import FailureKind, FunctionFailure, SourceRecord
from tests.unit.simulation.pipeline import (
    ARRIVAL,
    DELIVERY_ARN,
    FUNCTION_ARN,
    STREAM_ARN,
    UNCAUGHT,
    Clock,
    Functions,
    Store,
    destination,
    each,
    engine,
    ok,
    records,
    transform,
)

upper = each(lambda data: ok(data.upper()))


def test_the_request_has_the_shape_that_firehose_documents() -> None:
    functions = Functions(upper)
    properties = {**destination(transform()), "KinesisStreamSourceConfiguration": {"KinesisStreamARN": STREAM_ARN}}
    delivery = engine(properties, Store(), functions)
    delivery.accept(records(b"a"))
    delivery.flush()
    (event,) = functions.events
    assert list(event) == ["invocationId", "deliveryStreamArn", "sourceKinesisStreamArn", "region", "records"]
    assert (event["deliveryStreamArn"], event["sourceKinesisStreamArn"]) == (DELIVERY_ARN, STREAM_ARN)
    (record,) = event["records"]
    assert record == {
        "recordId": record["recordId"],
        "approximateArrivalTimestamp": int(ARRIVAL * 1000),
        "data": "YQ==",
        "kinesisRecordMetadata": {
            "sequenceNumber": "0" * 56,
            "subsequenceNumber": 0,
            "partitionKey": "key-0",
            "shardId": "shardId-000000000000",
            "approximateArrivalTimestamp": int(ARRIVAL * 1000),
        },
    }


def test_a_direct_put_has_no_kinesis_metadata() -> None:
    functions = Functions(upper)
    delivery = engine(destination(transform()), Store(), functions)
    delivery.accept([SourceRecord(b"a", ARRIVAL)])
    delivery.flush()
    assert list(functions.events[0]) == ["invocationId", "deliveryStreamArn", "region", "records"]
    assert list(functions.events[0]["records"][0]) == ["recordId", "approximateArrivalTimestamp", "data"]


def test_one_batch_holds_what_the_buffer_size_allows() -> None:
    functions = Functions(upper)
    delivery = engine(destination(transform(BufferSizeInMBs="0.2")), Store(), functions)
    delivery.accept(records(*[b"x" * 50_000] * 10))
    delivery.flush()
    assert [len(event["records"]) for event in functions.events] == [4, 4, 2]


def test_a_batch_is_cut_where_its_request_would_be_too_large() -> None:
    functions = Functions(upper)
    delivery = engine(destination(transform(BufferSizeInMBs="3")), Store(), functions)
    delivery.accept(records(*[b"x"] * 15_000))
    delivery.flush()
    assert len(functions.events) == 2
    assert delivery.counts.delivered == 15_000


def test_a_record_that_fits_no_request_fails_without_an_invocation() -> None:
    functions = Functions(upper)
    delivery = engine(destination(transform()), store := Store(), functions)
    delivery.accept(records(b"x" * 5_000_000, b"a"))
    delivery.flush()
    assert [error["errorCode"] for error in store.errors()] == ["Lambda.RequestEntityTooLargeException"]
    assert len(functions.events) == 1
    assert store.bodies("lake", "data/") == [b"A"]


def test_batches_wait_for_their_size_or_their_interval() -> None:
    functions = Functions(upper)
    clock = Clock()
    delivery = engine(
        destination(transform(BufferSizeInMBs="0.2", BufferIntervalInSeconds="60")), Store(), functions, clock=clock
    )
    delivery.accept(records(*[b"x" * 100_000] * 3))
    delivery.flush_due()
    assert [len(event["records"]) for event in functions.events] == [2]
    clock.now += 59
    delivery.flush_due()
    assert len(functions.events) == 1
    clock.now += 1
    delivery.flush_due()
    assert [len(event["records"]) for event in functions.events] == [2, 1]


def test_a_failed_invocation_is_retried_and_then_succeeds() -> None:
    functions = Functions(UNCAUGHT, FunctionFailure("slow", FailureKind.TIMEOUT), upper)
    delivery = engine(destination(transform(NumberOfRetries="2")), store := Store(), functions)
    delivery.accept(records(b"a"))
    delivery.flush()
    assert store.bodies("lake", "data/") == [b"A"]


@pytest.mark.parametrize(("retries", "invocations"), [({}, 4), ({"NumberOfRetries": "0"}, 1)])
def test_the_retries_are_those_of_the_definition_or_three(retries: dict[str, str], invocations: int) -> None:
    functions = Functions(UNCAUGHT)
    delivery = engine(destination(transform(**retries)), store := Store(), functions)
    delivery.accept(records(b"a", b"b"))
    delivery.flush()
    assert len(functions.events) == invocations
    assert [error["attemptsMade"] for error in store.errors()] == [invocations] * 2


def answered(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda event: change(upper(event))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (answered(lambda answer: {"records": answer["records"][1:]}), "Lambda.MissingRecordId"),
        (answered(lambda answer: {"records": answer["records"] * 2}), "Lambda.DuplicatedRecordId"),
        (answered(lambda answer: answer["records"]), "Lambda.MissingRecordId"),
        (answered(lambda _: None), "Lambda.MissingRecordId"),
        (each(lambda data: {**ok(data), "result": "Fine"}), "Lambda.InvalidReturnFormat"),
        (each(lambda _: {"result": "Ok", "data": "*"}), "Lambda.InvalidReturnFormat"),
        (each(lambda _: {"result": "Ok"}), "Lambda.InvalidReturnFormat"),
        (answered(lambda answer: {**answer, "set": {1}}), "Lambda.JsonProcessingException"),
    ],
)
def test_an_answer_out_of_form_fails_its_batch_at_once(answer: Callable[[dict[str, Any]], object], code: str) -> None:
    functions = Functions(answer)
    delivery = engine(destination(transform()), store := Store(), functions)
    delivery.accept(records(b"a", b"b"))
    delivery.flush()
    assert len(functions.events) == 1
    assert [error["errorCode"] for error in store.errors("errors/processing-failed/")] == [code] * 2
    assert delivery.counts.failed == {"processing-failed": 2}


def test_an_answer_above_six_megabytes_fails_its_batch_and_no_other() -> None:
    huge = each(lambda data: ok(data * 3_000_000))
    functions = Functions(huge, upper)
    delivery = engine(
        destination(transform(NumberOfRetries="0", BufferSizeInMBs="0.000002")), store := Store(), functions
    )
    delivery.accept(records(b"aa", b"bb"))
    delivery.flush()
    (error,) = store.errors()
    assert (error["errorCode"], error["rawData"]) == ("Lambda.FunctionError", "YWE=")
    assert store.bodies("lake", "data/") == [b"BB"]


def test_dropped_records_leave_nothing_and_failed_ones_an_error() -> None:
    results = {b"a": ok(b"A"), b"b": {"result": "Dropped"}, b"c": {"result": "ProcessingFailed"}}
    delivery = engine(destination(transform()), store := Store(), Functions(each(results.__getitem__)))
    delivery.accept(records(b"a", b"b", b"c"))
    assert delivery.flush() == 2
    (error,) = store.errors()
    assert (error["errorCode"], error["rawData"]) == ("Lambda.ProcessingFailedStatus", "Yw==")
    assert (delivery.counts.delivered, delivery.counts.dropped) == (1, 1)


def test_an_error_line_has_the_members_of_the_service_in_their_order() -> None:
    delivery = engine(
        destination(transform(NumberOfRetries="1")), store := Store(), Functions(UNCAUGHT), clock=Clock(ARRIVAL + 9)
    )
    delivery.accept(records(b"a"))
    delivery.flush()
    (error,) = store.errors()
    assert list(error.items()) == [
        ("rawData", "YQ=="),
        ("errorCode", "Lambda.FunctionError"),
        ("errorMessage", "The Lambda function was successfully invoked but it returned an error result."),
        ("attemptsMade", 2),
        ("arrivalTimestamp", int(ARRIVAL * 1000)),
        ("attemptEndingTimestamp", int((ARRIVAL + 9) * 1000)),
        ("lambdaARN", FUNCTION_ARN),
    ]
