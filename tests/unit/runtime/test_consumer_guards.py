from __future__ import annotations

import base64
from collections import Counter
from threading import Barrier, Lock
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.runtime import MemoryStore, consumer
from constructs_lib.runtime.aggregation import UserRecord, aggregate
from tests.unit.runtime.batches import CONTEXT, Clock, log_line


def record(number: int, key: str, data: bytes) -> dict[str, Any]:
    kinesis = {"sequenceNumber": str(number), "partitionKey": key, "data": base64.b64encode(data).decode()}
    return {"eventID": f"shardId-000000000000:{number}", "kinesis": kinesis}


def batch(*records: dict[str, Any]) -> dict[str, Any]:
    return {"Records": list(records)}


def reported(answer: dict[str, Any]) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_keys_are_worked_on_side_by_side():
    """Both must be inside the function at once, or the barrier breaks."""
    meeting = Barrier(2, timeout=10)
    handler = consumer(lambda _: meeting.wait() and None, workers=2)
    assert reported(handler(batch(record(1, "a", b"1"), record(2, "b", b"2")), CONTEXT)) == []


plans = st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=30)


@given(plans, st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_order_is_kept_per_key_and_everything_before_the_reported_record_is_handled(plan, workers):
    begun: list[int] = []
    handled: list[int] = []
    lock = Lock()

    def each(number: int) -> None:
        with lock:
            begun.append(number)
        if not plan[number][1]:
            raise ValueError(number)
        with lock:
            handled.append(number)

    records = [record(n, key, str(n).encode()) for n, (key, _) in enumerate(plan)]
    failures = reported(consumer(each, workers=workers)(batch(*records), CONTEXT))
    poison = [number for number, (_, well) in enumerate(plan) if not well]
    assert failures == [str(number) for number in poison[:1]], "the lowest alone"
    assert set(range(poison[0] if poison else len(plan))) <= set(handled)
    for key in "abcd":
        of_key = [number for number in begun if plan[number][0] == key]
        assert of_key == sorted(set(of_key))
    if workers == 1 and poison:
        assert begun == list(range(poison[0] + 1))


@given(plans, st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_with_a_store_nothing_is_handled_twice_however_often_a_batch_is_delivered(plan, workers):
    handled: Counter[int] = Counter()
    lock = Lock()

    def each(number: int) -> None:
        if not plan[number][1]:
            raise ValueError(number)
        with lock:
            handled[number] += 1

    left = [record(n, key, str(n).encode()) for n, (key, _) in enumerate(plan)]
    handler = consumer(each, workers=workers, store=MemoryStore())
    while left:
        failures = reported(handler(batch(*left), CONTEXT))
        numbers = [item["kinesis"]["sequenceNumber"] for item in left]
        left = left[numbers.index(failures[0]) + 1 :] if failures else []
    assert handled == Counter(number for number, (_, well) in enumerate(plan) if well)


def test_an_event_sent_twice_is_recognised_by_its_own_id(capsys):
    seen = []
    handler = consumer(lambda event: seen.append(event["id"]), store=MemoryStore(), event_id=lambda event: event["id"])
    handler(batch(record(1, "a", b'{"id":"x"}'), record(2, "a", b'{"id":"x"}')), CONTEXT)
    assert seen == ["x"]
    line = log_line(capsys)
    assert (line["Handled"], line["Repeated"], line["Failed"]) == (1, 1, 0)


def test_an_event_that_is_being_handled_elsewhere_is_tried_again_later(capsys):
    store = MemoryStore()
    store.claim("shardId-000000000000:2", None)
    answer = consumer(lambda _: None, store=store)(batch(record(1, "a", b"1"), record(2, "a", b"2")), CONTEXT)
    assert reported(answer) == ["2"]
    assert log_line(capsys)["reasons"] == {"raised InProgress": 1}


def test_packed_records_are_handled_by_their_own_keys_and_fail_as_one():
    seen = []

    def each(number: int) -> None:
        seen.append(number)
        if number == 3:
            raise ValueError

    data = aggregate([UserRecord(b"2", "a"), UserRecord(b"3", "b"), UserRecord(b"4", "a")])
    handler = consumer(each, deaggregate=True, store=MemoryStore())
    assert reported(handler(batch(record(1, "a", b"1"), record(2, "x", data)), CONTEXT)) == ["2"]
    assert reported(handler(batch(record(2, "x", data)), CONTEXT)) == ["2"]
    assert seen == [1, 2, 3, 3], "what was handled within the packed record is passed over the second time"


def test_data_that_is_not_base64_is_a_failure_of_that_record():
    broken = record(2, "a", b"")
    broken["kinesis"]["data"] = "%"
    assert reported(consumer(lambda _: None)(batch(record(1, "a", b"1"), broken), CONTEXT)) == ["2"]


@pytest.mark.parametrize(("options", "message"), [({"workers": 0}, "at least 1"), ({"event_id": str}, "give a store")])
def test_options_that_make_no_sense_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        consumer(lambda _: None, **options)


def test_records_behind_the_deadline_are_left_to_the_next_invocation(capsys):
    handled: list[int] = []
    handler = consumer(handled.append)
    records = [record(n, "k", str(n).encode()) for n in range(4)]
    assert reported(handler(batch(*records), Clock(seconds=2))) == ["2"]
    assert handled == [0, 1]
    line = log_line(capsys)
    assert (line["Handled"], line["Failed"]) == (2, 0)
    assert line["reasons"] == {"not reached before the deadline": 1}


def test_the_first_record_is_begun_however_little_time_there_is():
    assert reported(consumer(lambda _: None)(batch(record(0, "k", b"0"), record(1, "k", b"1")), Clock(seconds=0))) == [
        "1"
    ]
