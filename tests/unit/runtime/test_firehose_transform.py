from __future__ import annotations

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.limits import limit
from constructs_lib.runtime import Drop, Fail, Ok, Result, transform

CONTEXT = SimpleNamespace(function_name="clean")


def event(*payloads: bytes | str) -> dict[str, Any]:
    """A batch; a payload given as text stands for data that is not base64."""
    records = [
        {"recordId": f"id-{n}", "data": base64.b64encode(data).decode() if isinstance(data, bytes) else data}
        for n, data in enumerate(payloads)
    ]
    return {"invocationId": "one", "records": records}


def json_event(*values: Any) -> dict[str, Any]:
    return event(*(json.dumps(value).encode() for value in values))


def delivered(entry: dict[str, Any]) -> bytes:
    return base64.b64decode(entry["data"])


def log_line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (line,) = capsys.readouterr().out.splitlines()
    fields: dict[str, Any] = json.loads(line)
    return fields


def test_ok_is_one_json_line_with_its_partition_keys():
    handler = transform(lambda value: Ok({"city": value}, {"city": value}))
    (entry,) = handler(json_event("Zürich"), CONTEXT)["records"]
    assert entry["recordId"] == "id-0"
    assert entry["result"] == "Ok"
    assert delivered(entry) == '{"city":"Zürich"}\n'.encode()
    assert entry["metadata"] == {"partitionKeys": {"city": "Zürich"}}


def test_ok_without_keys_has_no_metadata():
    (entry,) = transform(Ok)(json_event(1), CONTEXT)["records"]
    assert set(entry) == {"recordId", "result", "data"}


def test_drop_and_fail_are_answered_by_their_own_result_without_data():
    handler = transform(lambda n: Drop("odd") if n % 2 else Fail("even"))
    assert handler(json_event(1, 2), CONTEXT)["records"] == [
        {"recordId": "id-0", "result": "Dropped"},
        {"recordId": "id-1", "result": "ProcessingFailed"},
    ]


@pytest.mark.parametrize(
    "bad",
    [b"{", b"\xff\xfe\xff", "not base64!", b'{"n": "raise"}', b'{"n": null}', b'{"n": NaN}'],
    ids=["half JSON", "not UTF-8", "not base64", "function raises", "returns None", "NaN has no JSON form"],
)
def test_one_bad_record_never_fails_its_batch(bad: bytes | str):
    def each(value: dict[str, Any]) -> Result:
        if value["n"] is None:
            return None  # type: ignore[return-value]
        if value["n"] == "raise":
            raise KeyError("n")
        return Ok(value)

    entries = transform(each)(event(b'{"n":1}', bad, b'{"n":2}'), CONTEXT)["records"]
    assert [entry["result"] for entry in entries] == ["Ok", "ProcessingFailed", "Ok"]


@pytest.mark.parametrize("key", ["", None, 7])
def test_a_partition_key_firehose_cannot_use_fails_the_record_alone(key: Any):
    handler = transform(lambda value: Ok(value, {"day": key if value == "bad" else "monday"}))
    entries = handler(json_event("bad", "good"), CONTEXT)["records"]
    assert [entry["result"] for entry in entries] == ["ProcessingFailed", "Ok"]


def test_reasons_are_counted_in_one_log_line_with_metrics(capsys):
    def each(value: int) -> Result:
        if value > 90:
            raise ValueError(f"{value} is too much")
        return Fail("cold") if value < 0 else Drop("zero") if value == 0 else Ok(value)

    transform(each)(json_event(1, -1, -2, 0, 91, 92), CONTEXT)
    line = log_line(capsys)
    assert {name: line[name] for name in ("Ok", "Dropped", "ProcessingFailed")} == {
        "Ok": 1,
        "Dropped": 1,
        "ProcessingFailed": 4,
    }
    assert line["reasons"] == {"cold": 2, "zero": 1, "raised ValueError": 2}
    assert line["examples"] == {"raised ValueError": "91 is too much (record id-4)"}
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["FunctionName"]]
    assert line["FunctionName"] == "clean"
    assert [metric["Name"] for metric in directive["Metrics"]] == ["Ok", "Dropped", "ProcessingFailed"]


def test_a_reason_per_record_does_not_make_a_log_line_per_record(capsys):
    transform(lambda n: Fail(f"reason {n}"))(json_event(*range(200)), CONTEXT)
    reasons = log_line(capsys)["reasons"]
    assert len(reasons) == 51
    assert reasons["other reasons"] == 150


def test_what_would_overflow_the_response_fails_and_the_rest_is_delivered():
    limit_bytes = int(limit("lambda-sync-response-bytes").high)
    sizes = [2_000_000, 2_000_000, 2_000_000, 10, 10]
    handler = transform(lambda size: Ok("x" * size))
    response = handler(json_event(*sizes), CONTEXT)
    assert [entry["result"] for entry in response["records"]] == ["Ok", "Ok", "ProcessingFailed", "Ok", "Ok"]
    assert len(json.dumps(response)) <= limit_bytes


def test_the_response_may_fill_the_limit_to_the_last_byte():
    handler = transform(lambda size: Ok("x" * size))
    exact = len(json.dumps(handler(json_event(100, 100), CONTEXT))) + len(", ")
    filled = transform(lambda size: Ok("x" * size), response_bytes=exact)
    assert [entry["result"] for entry in filled(json_event(100, 100), CONTEXT)["records"]] == ["Ok", "Ok"]
    short = transform(lambda size: Ok("x" * size), response_bytes=exact - 1)
    assert [entry["result"] for entry in short(json_event(100, 100), CONTEXT)["records"]] == ["Ok", "ProcessingFailed"]


keys = st.dictionaries(st.text(max_size=8), st.text(max_size=30) | st.none(), max_size=3)
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
behaviours = st.one_of(
    st.tuples(st.just("ok"), json_values, keys),
    st.tuples(st.just("big"), st.integers(0, 30_000), keys),
    st.sampled_from([("drop",), ("fail",), ("raise",), ("none",), ("object",), ("bad data",)]),
)


@given(st.lists(behaviours, max_size=25), st.integers(3_000, 40_000), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_every_id_comes_back_once_in_order_and_the_response_stays_inside_its_limit(plan, response_bytes, random):
    ids = [f"{random.getrandbits(40)}-é-{n}" for n in range(len(plan))]
    records = [
        {"recordId": record_id, "data": "%" if step[0] == "bad data" else base64.b64encode(str(n).encode()).decode()}
        for n, (record_id, step) in enumerate(zip(ids, plan, strict=True))
    ]

    def each(n: int) -> Result:
        match plan[n]:
            case ("ok", value, found):
                return Ok(value, found)
            case ("big", size, found):
                return Ok("é" * size, found)
            case ("drop",):
                return Drop("dropped")
            case ("fail",):
                return Fail("failed")
            case ("object",):
                return Ok(object())
            case ("none",):
                return None  # type: ignore[return-value]
        raise RuntimeError("no such record")

    response = transform(each, response_bytes=response_bytes)({"records": records}, CONTEXT)
    assert [entry["recordId"] for entry in response["records"]] == ids
    assert len(json.dumps(response)) <= response_bytes
    assert len(json.dumps(response, ensure_ascii=False).encode()) <= response_bytes
    for entry in response["records"]:
        assert entry["result"] in {"Ok", "Dropped", "ProcessingFailed"}
        if entry["result"] == "Ok":
            assert delivered(entry).endswith(b"\n")
            json.loads(delivered(entry))
