from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime import (
    Drop,
    Fail,
    LogEvent,
    Ok,
    csv_rows,
    from_json,
    from_text,
    log_events,
    to_text_line,
    transform,
)
from constructs_lib.runtime.aggregation import UserRecord, aggregate
from tests.unit.runtime.batches import CONTEXT, delivered, firehose_event, log_line, results

ENVELOPE: dict[str, Any] = {
    "owner": "111122223333",
    "logGroup": "/app",
    "logStream": "one",
    "subscriptionFilters": ["all"],
    "messageType": "DATA_MESSAGE",
    "logEvents": [
        {"id": "31", "timestamp": 1700000000000, "message": "started"},
        {"id": "32", "timestamp": 1700000000001, "message": "DEBUG noise"},
        {"id": "33", "timestamp": 1700000000002, "message": "stopped"},
    ],
}


def packed(**changes: Any) -> bytes:
    return gzip.compress(json.dumps({**ENVELOPE, **changes}).encode())


def keep_messages(event: LogEvent) -> Ok | Drop | Fail:
    if event.message == "secret":
        return Fail("secret")
    return Drop("debug") if event.message.startswith("DEBUG") else Ok(event.message, {"group": event.log_group})


@pytest.mark.parametrize("line", [b"caf\xc3\xa9", b"caf\xc3\xa9\n", b"caf\xc3\xa9\r\n"])
def test_text_goes_in_without_its_newline_and_out_with_one(line: bytes):
    handler = transform(lambda text: Ok(text.upper()), decode=from_text, encode=to_text_line)
    assert delivered(handler(firehose_event(line), CONTEXT)) == ["CAFÉ\n".encode()]


def test_bytes_go_through_untouched():
    handler = transform(Ok, decode=bytes, encode=bytes)
    assert delivered(handler(firehose_event(b"\xff\x00"), CONTEXT)) == [b"\xff\x00"]


@given(st.lists(st.lists(st.text().filter(str.isprintable), min_size=2, max_size=2), min_size=1, max_size=5))
def test_csv_reads_what_csv_wrote(rows):
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    found = csv_rows(["a", "b"])(written.getvalue().encode())
    assert found == [{"a": a, "b": b} for a, b in rows]


@pytest.mark.parametrize("line", [b"1", b"1,2,3", b"", b"\n", b'"1,2', b"\xff,1"])
def test_a_row_that_does_not_fit_the_header_fails_alone(line: bytes):
    handler = transform(Ok, decode=csv_rows(["a", "b"]))
    assert results(handler(firehose_event(b"1,2", line, b"3,4"), CONTEXT)) == ["Ok", "ProcessingFailed", "Ok"]


@pytest.mark.parametrize("compress", [True, False], ids=["compressed", "decompressed by Firehose"])
def test_the_events_of_a_log_envelope_make_one_answer(compress: bool):
    data = packed() if compress else gzip.decompress(packed())
    handler = transform(keep_messages, decode=log_events, encode=to_text_line)
    answer = handler(firehose_event(data), CONTEXT)
    assert delivered(answer) == [b"started\nstopped\n"]
    assert answer["records"][0]["metadata"] == {"partitionKeys": {"group": "/app"}}


def test_a_control_message_is_dropped_with_its_reason(capsys):
    handler = transform(keep_messages, decode=log_events)
    assert results(handler(firehose_event(packed(messageType="CONTROL_MESSAGE")), CONTEXT)) == ["Dropped"]
    assert log_line(capsys)["reasons"] == {"the record holds no events": 1}


def test_an_envelope_whose_events_are_all_dropped_is_dropped():
    debug = [{"id": "1", "timestamp": 0, "message": "DEBUG"}]
    assert results(transform(keep_messages, decode=log_events)(firehose_event(packed(logEvents=debug)), CONTEXT)) == [
        "Dropped"
    ]


@pytest.mark.parametrize(
    "data",
    [
        packed()[:-9],
        packed(messageType="OTHER"),
        packed(logEvents=[{"id": "1"}]),
        packed(logEvents=[*ENVELOPE["logEvents"], {"id": "9", "timestamp": 0, "message": "secret"}]),
        b"[]",
        b"\x1f\x8b",
    ],
    ids=[
        "truncated gzip",
        "other type",
        "event without message",
        "one event fails",
        "no envelope",
        "gzip header alone",
    ],
)
def test_an_envelope_with_anything_wrong_is_kept_whole(data: bytes):
    handler = transform(keep_messages, decode=log_events)
    assert results(handler(firehose_event(packed(), data), CONTEXT)) == ["Ok", "ProcessingFailed"]


def test_events_of_one_record_with_different_keys_fail_it(capsys):
    handler = transform(lambda event: Ok(event.message, {"event": event.id}), decode=log_events)
    assert results(handler(firehose_event(packed()), CONTEXT)) == ["ProcessingFailed"]
    assert log_line(capsys)["reasons"] == {"the events of one record have different partition keys": 1}


def test_a_packed_record_is_unpacked_where_asked_for():
    data = aggregate([UserRecord(b"1", "a"), UserRecord(b"2", "b")])
    handler = transform(lambda n: Ok(n * 10), deaggregate=True)
    assert delivered(handler(firehose_event(data, b"3"), CONTEXT)) == [b"10\n20\n", b"30\n"]
    assert results(transform(Ok)(firehose_event(data), CONTEXT)) == ["ProcessingFailed"]


pieces = st.sampled_from(
    ["{", "}", "[", "]", '"a"', ":", ",", "1", "-2.5e3", "null", "true", " ", "\n", "\t", "\r", "\f", "\u00a0", "x"]
)


@given(st.lists(pieces, max_size=8).map("".join))
def test_json_is_read_as_the_standard_library_reads_it(text):
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(json.JSONDecodeError):
            from_json(text.encode())
    else:
        assert from_json(text.encode()) == from_json(b"\xef\xbb\xbf" + text.encode()) == expected
