from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from constructs_lib.runtime.window_consumer import State, Window, window_consumer
from constructs_lib.simulation import EventSourceMapping, FailureDocument, Processed, SourceRecord
from tests.unit.simulation.pipeline import FUNCTION_ARN, STREAM_ARN, Clock

SHARD = "shardId-000000000003"
NOON = 1_535_371_200.0  # 2018-08-27T12:00:00Z
LONG = 300_000
Answer = Callable[[dict[str, Any]], object]


class Function:
    """Answers every event, and remembers them."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.events: list[dict[str, Any]] = []

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        assert function_arn == FUNCTION_ARN
        self.events.append(json.loads(json.dumps(event)))
        return self.answer(event)

    @property
    def finals(self) -> list[dict[str, Any]]:
        return [event for event in self.events if event["isFinalInvokeForWindow"]]


def count(event: dict[str, Any]) -> object:
    return {"state": {"n": event["state"].get("n", 0) + len(event["Records"])}}


def mapping(function: Function, clock: Clock, **properties: Any) -> EventSourceMapping:
    def sleep(seconds: float) -> None:
        clock.now += seconds

    failures: list[FailureDocument] = []
    return EventSourceMapping(
        {
            "FunctionName": FUNCTION_ARN,
            "EventSourceArn": STREAM_ARN,
            "StartingPosition": "LATEST",
            "TumblingWindowInSeconds": 60,
            "BatchSize": 2,
            **properties,
        },
        functions=function,
        on_failure=failures.append,
        stream_arn=STREAM_ARN,
        clock=clock,
        sleep=sleep,
    )


def records(*seconds: float, data: bytes = b"{}") -> list[SourceRecord]:
    return [SourceRecord(data, NOON + at, "key", f"{index:03d}", SHARD) for index, at in enumerate(seconds)]


def test_each_invocation_gets_the_window_and_the_state_that_the_one_before_answered() -> None:
    function, clock = Function(count), Clock(NOON + 59)
    assert mapping(function, clock).process(SHARD, records(1, 2, 3)) == Processed(3, succeeded=3, invocations=2)
    first, second = function.events
    assert (first["state"], second["state"]) == ({}, {"n": 2})
    assert {key: value for key, value in second.items() if key not in ("Records", "state")} == {
        "window": {"start": "2018-08-27T12:00:00Z", "end": "2018-08-27T12:01:00Z"},
        "shardId": SHARD,
        "eventSourceARN": STREAM_ARN,
        "isFinalInvokeForWindow": False,
        "isWindowTerminatedEarly": False,
    }


def test_the_first_record_of_a_later_window_ends_the_open_one_with_its_last_state() -> None:
    function, clock = Function(count), Clock(NOON + 70)
    mapping(function, clock).process(SHARD, records(1, 59, 61))
    (final,) = function.finals
    assert (final["Records"], final["state"], final["window"]["start"]) == ([], {"n": 2}, "2018-08-27T12:00:00Z")
    assert (function.events[-1]["state"], function.events[-1]["window"]["start"]) == ({}, "2018-08-27T12:01:00Z")


def test_without_more_records_a_window_ends_when_its_time_is_over() -> None:
    function, clock = Function(count), Clock(NOON + 30)
    esm = mapping(function, clock)
    esm.process(SHARD, records(1))
    assert esm.close_due(SHARD) == Processed()
    clock.now = NOON + 60
    assert esm.close_due(SHARD) == Processed(invocations=1)
    assert esm.close_due(SHARD) == Processed()
    assert [final["state"] for final in function.finals] == [{"n": 1}]


def test_every_shard_has_windows_of_its_own() -> None:
    function, clock = Function(count), Clock(NOON + 30)
    esm = mapping(function, clock)
    for shard in ("a", "b"):
        esm.process(shard, records(1))
    assert [event["state"] for event in function.events] == [{}, {}]


def test_an_answer_without_state_is_a_failed_invocation() -> None:
    function, clock = Function(lambda _: {"batchItemFailures": []}), Clock(NOON + 30)
    done = mapping(function, clock, MaximumRetryAttempts=1).process(SHARD, records(1))
    assert done == Processed(1, discarded=1, invocations=2)


def test_a_batch_that_is_given_up_leaves_the_state_as_it_was() -> None:
    def answer(event: dict[str, Any]) -> object:
        if any(record["kinesis"]["data"] == "IQ==" for record in event["Records"]):
            raise ValueError("poison")
        return count(event)

    function, clock = Function(answer), Clock(NOON + 30)
    esm = mapping(function, clock, MaximumRetryAttempts=0, BatchSize=1)
    good, poison = records(1), records(2, data=b"!")
    assert esm.process(SHARD, [*good, *poison, *good]).discarded == 1
    assert function.events[-1]["state"] == {"n": 1}


def test_the_last_invocation_of_a_window_is_tried_until_it_succeeds() -> None:
    tries: list[bool] = []

    def answer(event: dict[str, Any]) -> object:
        if event["isFinalInvokeForWindow"]:
            tries.append(True)
            if len(tries) < 4:
                raise ValueError("the table is not there")
        return count(event)

    function, clock = Function(answer), Clock(NOON + 30)
    esm = mapping(function, clock, MaximumRetryAttempts=0)
    esm.process(SHARD, records(1))
    clock.now = NOON + 61
    assert esm.close_due(SHARD).invocations == 4


def test_a_state_above_a_megabyte_ends_the_window_early_and_begins_another_in_the_same_stretch() -> None:
    def answer(event: dict[str, Any]) -> object:
        return {"state": {"text": event["state"].get("text", "") + "x" * LONG * len(event["Records"])}}

    function, clock = Function(answer), Clock(NOON + 30)
    mapping(function, clock).process(SHARD, records(1, 2, 3, 4, 5))
    (final,) = function.finals
    assert final["isWindowTerminatedEarly"]
    assert len(final["state"]["text"]) == 4 * LONG
    assert (function.events[-1]["state"], function.events[-1]["window"]) == ({}, final["window"])


@pytest.mark.parametrize("poison", [None, 3])
def test_the_runtime_s_window_consumer_sums_a_window_and_counts_no_record_twice(poison: int | None) -> None:
    finished: list[tuple[State, Window]] = []
    failed: list[int] = []

    def total(state: State, order: dict[str, int]) -> State:
        if order["price"] == poison and not failed:
            failed.append(poison)
            raise ValueError("not now")
        return {"sum": state.get("sum", 0) + order["price"]}

    handler = window_consumer(
        total, finish=lambda state, window: finished.append((state, window)), report=lambda *_: None
    )
    context: Any = SimpleNamespace(get_remaining_time_in_millis=lambda: 100_000, function_name="sum")
    function, clock = Function(lambda event: handler(event, context)), Clock(NOON + 30)
    esm = mapping(function, clock, BatchSize=10, FunctionResponseTypes=["ReportBatchItemFailures"])
    orders = [
        SourceRecord(json.dumps({"price": price}).encode(), NOON + price, "key", f"{price:03d}", SHARD)
        for price in range(1, 6)
    ]
    assert esm.process(SHARD, orders).succeeded == 5
    clock.now = NOON + 60
    esm.close_due(SHARD)
    assert [(state, window.end, window.terminated_early) for state, window in finished] == [
        ({"sum": 15}, "2018-08-27T12:01:00Z", False)
    ]
