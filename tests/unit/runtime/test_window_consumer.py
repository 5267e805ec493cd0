from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime import Window, window_consumer
from tests.unit.runtime.batches import CONTEXT, Clock, log_line

WINDOW = {"start": "2020-12-09T07:04:00Z", "end": "2020-12-09T07:06:00Z"}


def total(state: dict[str, int], number: int) -> dict[str, int]:
    return {"sum": state.get("sum", 0) + number}


def forget(state: dict[str, Any], window: Window) -> None:
    pass


def batch(*payloads: bytes, state: dict[str, Any] | None = None, final: bool = False) -> dict[str, Any]:
    records = [
        {"kinesis": {"sequenceNumber": str(n), "partitionKey": "k", "data": base64.b64encode(data).decode()}}
        for n, data in enumerate(payloads)
    ]
    return {
        "Records": records,
        "window": WINDOW,
        "state": state or {},
        "shardId": "shardId-000000000006",
        "isFinalInvokeForWindow": final,
        "isWindowTerminatedEarly": False,
    }


@given(st.lists(st.lists(st.integers(-9, 9), max_size=5), max_size=6))
def test_the_state_goes_from_batch_to_batch_and_its_end_to_finish(batches):
    finished = []
    handler = window_consumer(total, finish=lambda state, window: finished.append((state, window)))
    state: dict[str, Any] = {}
    for numbers in batches:
        answer = handler(batch(*(str(n).encode() for n in numbers), state=state), CONTEXT)
        assert answer["batchItemFailures"] == []
        state = answer["state"]
    handler(batch(state=state, final=True), CONTEXT)
    numbers = [n for numbers in batches for n in numbers]
    assert finished == [
        ({"sum": sum(numbers)} if numbers else {}, Window(*WINDOW.values(), "shardId-000000000006", False))
    ]


def test_a_record_that_fails_is_reported_with_the_state_before_it(capsys):
    answer = window_consumer(total, finish=forget)(batch(b"1", b"2", b"no", b"4", state={"sum": 10}), CONTEXT)
    assert answer == {"state": {"sum": 13}, "batchItemFailures": [{"itemIdentifier": "2"}]}
    line = log_line(capsys)
    assert (line["Handled"], line["Failed"]) == (2, 1)
    assert line["reasons"] == {"raised JSONDecodeError": 1}


def test_a_window_is_not_finished_while_a_record_of_its_last_batch_fails():
    def finish(state: dict[str, Any], window: Window) -> None:
        raise AssertionError

    handler = window_consumer(total, finish=finish)
    answer = handler(batch(b"1", b"no", final=True), CONTEXT)
    assert answer["batchItemFailures"] == [{"itemIdentifier": "1"}]


def test_where_finishing_raises_the_invocation_fails_so_that_lambda_comes_again():
    def finish(state: dict[str, Any], window: Window) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        window_consumer(total, finish=finish)(batch(final=True), CONTEXT)


def test_a_state_that_json_has_no_object_for_fails_its_record():
    handler = window_consumer(lambda *both: both, finish=forget)  # type: ignore[arg-type, return-value]
    assert handler(batch(b"1"), CONTEXT) == {"state": {}, "batchItemFailures": [{"itemIdentifier": "0"}]}


def test_records_behind_the_deadline_are_left_to_the_next_invocation(capsys):
    answer = window_consumer(total, finish=forget)(batch(b"1", b"2", b"3", b"4"), Clock(seconds=2))
    assert answer == {"state": {"sum": 3}, "batchItemFailures": [{"itemIdentifier": "2"}]}
    line = log_line(capsys)
    assert line["Failed"] == 0
    assert line["reasons"] == {"not reached before the deadline": 1}
