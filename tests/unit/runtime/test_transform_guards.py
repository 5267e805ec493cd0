from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.limits import limit
from constructs_lib.runtime import Drop, Fail, Ok, Result, Returned, csv_rows, transform
from constructs_lib.runtime.reingestion import with_count
from tests.unit.runtime.batches import CONTEXT, Clock, delivered, firehose_event, log_line, results

LIMIT = int(limit("lambda-sync-response-bytes").high)


def everything(records: Sequence[Returned]) -> list[str]:
    return [record.record_id for record in records]


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"carrier": "UA"}, "partition keys: day missing"),
        ({"carrier": "UA", "day": "1", "hour": "2"}, "partition keys: hour not asked for"),
        ({"Day": "1"}, "partition keys: carrier, day missing; Day not asked for"),
        ({}, "partition keys: carrier, day missing"),
    ],
)
def test_keys_other_than_those_of_the_prefix_fail_the_record_with_the_reason(capsys, keys, reason):
    handler = transform(lambda n: Ok(n, keys if n else {"day": "1", "carrier": "UA"}), keys=("carrier", "day"))
    assert results(handler(firehose_event(b"0", b"1"), CONTEXT)) == ["Ok", "ProcessingFailed"]
    assert log_line(capsys)["reasons"] == {reason: 1}


@pytest.mark.parametrize("keys", [{"a": "\ud800"}, {"\ud800": "a"}, {("a",): "b"}], ids=["key", "name", "no text"])
def test_keys_that_would_break_the_whole_answer_fail_their_record_alone(keys: Any):
    handler = transform(lambda n: Ok(n, keys) if n else Ok(n))
    assert results(handler(firehose_event(b"0", b"1"), CONTEXT)) == ["Ok", "ProcessingFailed"]


def test_a_reason_or_an_exception_of_any_kind_does_not_break_the_batch(capsys):
    class Silent(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def each(n: int) -> Result:
        if n == 2:
            raise Silent
        return [Fail(("a", "tuple")), Drop(["a list"])][n]  # type: ignore[arg-type]

    assert results(transform(each)(firehose_event(b"0", b"1", b"2"), CONTEXT)) == [
        "ProcessingFailed",
        "Dropped",
        "ProcessingFailed",
    ]
    assert log_line(capsys)["reasons"] == {"('a', 'tuple')": 1, "['a list']": 1, "raised Silent": 1}


def test_an_event_that_breaks_the_schema_fails_with_the_place_and_the_keyword(capsys):
    schema = {"properties": {"items": {"items": {"properties": {"price": {"minimum": 0}}}}}, "required": ["id"]}
    handler = transform(Ok, schema=schema)
    good = {"id": 1, "items": [{"price": 1}]}
    bad = {"id": 1, "items": [{"price": 1}, {"price": -1}]}
    events = [json.dumps(event).encode() for event in (good, bad, {})]
    assert results(handler(firehose_event(*events), CONTEXT)) == ["Ok", "ProcessingFailed", "ProcessingFailed"]
    line = log_line(capsys)
    assert line["reasons"] == {"schema: $.items[*].price breaks minimum": 1, "schema: $ breaks required": 1}
    example = "-1 is less than the minimum of 0 (record id-1)"
    assert line["examples"]["schema: $.items[*].price breaks minimum"] == example


@pytest.mark.parametrize("data", ["MQ", "M Q==", "MQ==MQ==", "M*Q=="])
def test_data_that_is_nearly_base64_fails_its_record_alone(data: str):
    event = firehose_event(b"0", b"1")
    event["records"][1]["data"] = data
    assert results(transform(Ok)(event, CONTEXT)) == ["Ok", "ProcessingFailed"]


def test_every_event_of_a_record_is_held_against_the_schema_before_the_first_is_handled():
    handled: list[Any] = []

    def each(row: dict[str, str]) -> Result:
        handled.append(row)
        return Ok(row)

    handler = transform(each, decode=csv_rows(["n"]), schema={"properties": {"n": {"maxLength": 1}}})
    assert results(handler(firehose_event(b"1\n22\n"), CONTEXT)) == ["ProcessingFailed"]
    assert handled == []


def test_a_schema_without_jsonschema_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "jsonschema.validators", None)
    with pytest.raises(ModuleNotFoundError, match="needs jsonschema; add it"):
        transform(Ok, schema={})


def test_records_not_reached_before_the_deadline_are_kept_with_that_reason(capsys):
    answer = transform(Ok, deadline_millis=1500)(firehose_event(b"1", b"2", b"3", b"4"), Clock(seconds=4))
    assert results(answer) == ["Ok", "Ok", "ProcessingFailed", "ProcessingFailed"]
    assert log_line(capsys)["reasons"] == {"not reached before the deadline": 2}


def test_what_overflows_goes_back_with_its_own_bytes_and_the_partition_key(capsys):
    gone: list[Returned] = []

    def reingest(records: Sequence[Returned]) -> Collection[str]:
        gone.extend(records)
        return everything(records)

    handler = transform(lambda n: Ok("x" * n), response_bytes=1_000, reingest=reingest)
    answer = handler(firehose_event(b"400", b"410", b"10", partition_key="k"), CONTEXT)
    assert results(answer) == ["Ok", "Dropped", "Ok"]
    line = log_line(capsys)
    assert (line["Ok"], line["Dropped"], line["ProcessingFailed"], line["Reingested"]) == (2, 0, 0, 1)
    (back,) = gone
    assert (back.record_id, back.partition_key) == ("id-1", "k")
    again = handler(firehose_event(back.data), CONTEXT)
    assert delivered(again) == [b'"' + b"x" * 410 + b'"\n']


def test_the_counter_ends_the_loop(capsys):
    handler = transform(lambda n: Ok("x" * n), response_bytes=1_000, reingest=everything, reingest_times=2)
    batch = firehose_event(b"400", with_count(b"400", 1), with_count(b"400", 2))
    assert results(handler(batch, CONTEXT)) == ["Ok", "Dropped", "ProcessingFailed"]
    assert log_line(capsys)["reasons"] == {"went back to the source too often": 1}


def test_a_record_that_no_response_can_hold_does_not_go_back(capsys):
    handler = transform(lambda n: Ok("x" * n), response_bytes=1_000, reingest=everything)
    assert results(handler(firehose_event(b"2000"), CONTEXT)) == ["ProcessingFailed"]
    assert log_line(capsys)["reasons"] == {"larger than a whole response": 1}


def test_what_the_source_does_not_take_is_marked_failed(capsys):
    def refuse(records: Sequence[Returned]) -> Collection[str]:
        raise ConnectionError("no route")

    handler = transform(lambda n: Ok("x" * n), response_bytes=1_000, reingest=refuse)
    assert results(handler(firehose_event(b"400", b"410"), CONTEXT)) == ["Ok", "ProcessingFailed"]
    assert log_line(capsys)["reasons"] == {"raised ConnectionError": 1, "the source did not take it back": 1}


RESULTS: dict[str, Callable[[int], Any]] = {
    "ok": lambda length: Ok("é" * length, {"day": "ü"}),
    "drop": lambda _: Drop("dropped"),
    "fail": lambda _: Fail("failed"),
    "no key": Ok,
    "object": lambda _: Ok(object(), {"day": "1"}),
    "none": lambda _: None,
    "raise": lambda zero: 1 // zero,
}
behaviours = st.one_of(
    st.tuples(st.just("ok"), st.integers(0, 3_000)),
    st.tuples(st.sampled_from(sorted(RESULTS)), st.just(0)),
)


@given(
    st.lists(st.tuples(behaviours, st.integers(0, 4)), max_size=25),
    st.integers(3_000, 20_000),
    st.integers(1, 40),
    st.sampled_from([None, "all", "some", "none", "raises", "strangers"]),
)
@settings(max_examples=300, deadline=None)
def test_whatever_happens_every_id_is_answered_once_in_order_within_the_limit(plan, size, seconds, source):
    def each(n: int) -> Result:
        kind, length = plan[n][0]
        return RESULTS[kind](length)

    gone: set[str] = set()

    def reingest(records: Sequence[Returned]) -> Collection[str]:
        if source == "raises":
            raise ConnectionError
        if source == "strangers":
            return ["somebody else's"]
        taken = records if source == "all" else records[::2] if source == "some" else []
        gone.update(everything(taken))
        return everything(taken)

    payloads = [with_count(str(n).encode(), times) if times else str(n).encode() for n, (_, times) in enumerate(plan)]
    batch = firehose_event(*payloads)
    handler = transform(each, keys=["day"], response_bytes=size, reingest=reingest if source else None)
    answer = handler(batch, Clock(seconds))
    assert [entry["recordId"] for entry in answer["records"]] == [record["recordId"] for record in batch["records"]]
    assert len(json.dumps(answer)) <= size <= LIMIT
    for entry, (behaviour, _) in zip(answer["records"], plan, strict=True):
        assert entry["result"] in {"Ok", "Dropped", "ProcessingFailed"}
        if entry["result"] == "Dropped":
            assert behaviour[0] == "drop" or entry["recordId"] in gone, "only what is held elsewhere may be dropped"
        else:
            assert entry["recordId"] not in gone
