from __future__ import annotations

import gzip
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.operate.failures import (
    FailedRecord,
    Kind,
    Payload,
    Place,
    StoredObject,
    StreamRange,
    Unreadable,
    read_failures,
)
from constructs_lib.operate.failures.formats.kept import kept_line
from constructs_lib.runtime.reingestion import with_count

DOCUMENTS = Path(__file__).parents[3] / "data" / "failures_formats"
FLIGHT = b'{"flight":1545,"tailnum":"N14228"}\n'
LINE = json.dumps({"rawData": b64encode(FLIGHT).decode(), "errorCode": "Lambda.FunctionError"}).encode()


def read(body: bytes, key: str = "errors/1") -> list[FailedRecord | Unreadable]:
    return list(read_failures("lake", key, body))


def records(body: bytes, key: str = "errors/1") -> list[FailedRecord]:
    found = read(body, key)
    assert not [one for one in found if isinstance(one, Unreadable)]
    return [one for one in found if isinstance(one, FailedRecord)]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("processing.jsonl", Kind.PROCESSING, "Lambda.FunctionError"),
        ("conversion.jsonl", Kind.CONVERSION, "DataFormatConversion.ParseError"),
        ("partitioning.jsonl", Kind.PARTITIONING, "DynamicPartitioning.MetadataExtractionFailed"),
        ("http_endpoint.jsonl", Kind.HTTP_ENDPOINT, "HttpEndpoint.DestinationException"),
        ("opensearch.jsonl", Kind.OPENSEARCH, "400"),
        ("iceberg.jsonl", Kind.ICEBERG, "Iceberg.NoSuchTable"),
        ("snowflake.jsonl", Kind.SNOWFLAKE, "Snowflake.InvalidColumns"),
    ],
)
def test_every_kind_of_error_line_is_told_by_its_members(name: str, kind: Kind, code: str) -> None:
    for record in records((DOCUMENTS / name).read_bytes()):
        assert (record.kind, record.code, record.content) == (kind, code, Payload(FLIGHT))
        assert record.time == 1763000060.0
        assert record.attempts in (1, 4)


def test_the_error_lines_of_splunk_are_told_by_their_codes_alone() -> None:
    found = records((DOCUMENTS / "splunk.jsonl").read_bytes())
    assert [(record.kind, record.code) for record in found] == [
        (Kind.SPLUNK, "Splunk.AckTimeout"),
        (Kind.SPLUNK, "Splunk.InvalidToken"),
    ]
    line = {"rawData": "aGk=", "errorCode": "Iceberg.MissingColumnWithinRecord", "EventId": "49577193.0"}
    assert [record.kind for record in records(json.dumps(line).encode())] == [Kind.ICEBERG]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("processing-failed", Kind.PROCESSING),
        ("format-conversion-failed", Kind.CONVERSION),
        ("http-endpoint-failed", Kind.HTTP_ENDPOINT),
        ("AmazonOpenSearchService-failed", Kind.OPENSEARCH),
        ("AmazonOpenSearchService_failed", Kind.OPENSEARCH),
        ("elasticsearch-failed", Kind.OPENSEARCH),
        ("splunk-failed", Kind.SPLUNK),
        ("snowflake-failed", Kind.SNOWFLAKE),
        ("partitioning-failed", Kind.PARTITIONING),
        ("iceberg-failed", Kind.ICEBERG),
        ("anything", Kind.DELIVERY),
    ],
)
def test_the_key_tells_the_kind_of_a_line_that_does_not(folder: str, kind: Kind) -> None:
    body = json.dumps({"rawData": "aGk=", "errorCode": "Some.Code"}).encode()
    assert [record.kind for record in records(body, f"errors/{folder}/2025/11/13/x")] == [kind]


def test_the_key_tells_the_delivery_stream() -> None:
    key = "errors/2025/11/13/02/flights-to-lake-3-2025-11-13-02-13-20-0f0e0d0c-1111-2222-3333-444444444444.gz"
    assert [record.stream for record in records(gzip.compress(LINE), key)] == ["flights-to-lake"]


def test_a_manifest_names_the_objects_that_were_not_loaded() -> None:
    first, second = records((DOCUMENTS / "redshift.json").read_bytes())
    assert isinstance(first.content, StoredObject)
    assert first.content.url.startswith("s3://lake/redshift/")
    assert first.kind is Kind.REDSHIFT
    assert first.place.record_id != second.place.record_id


def test_a_mapping_failure_in_a_bucket_holds_its_records_with_their_keys() -> None:
    found = records((DOCUMENTS / "mapping_s3.json").read_bytes())
    assert [record.content for record in found] == [Payload(FLIGHT, "N14228"), Payload(b"broken", "N24211")]
    assert {(record.stream, record.code, record.attempts) for record in found} == {
        ("flights", "RetryAttemptsExhausted", 1)
    }


def test_a_mapping_failure_from_a_queue_holds_positions() -> None:
    (found,) = records((DOCUMENTS / "mapping_sqs.json").read_bytes())
    assert isinstance(found.content, StreamRange)
    assert (found.content.shard_id, found.content.records) == ("shardId-000000000001", 2)
    assert found.time == 1763000060.0


def test_the_simulation_and_the_reader_agree_on_mapping_failures() -> None:
    from constructs_lib.simulation.mapping.failure_document import Condition, FailureDocument
    from constructs_lib.simulation.ports import SourceRecord

    record = SourceRecord(data=b"hi", partition_key="k", sequence_number="1", arrival=1763000000.0)
    event = {"Records": [{"kinesis": {"data": "aGk=", "partitionKey": "k"}}]}
    arns = {"function_arn": "arn:f", "stream_arn": "arn:aws:kinesis:eu-west-1:1:stream/s", "shard_id": "shard-1"}
    document = FailureDocument(
        condition=Condition.RECORD_AGE_EXCEEDED, records=(record,), event=event, invocations=2, function_error=None,
        time=1763000060.0, **arns,
    )  # fmt: skip
    (failed,) = records(json.dumps(document.message_with_payload()).encode())
    assert (failed.content, failed.code, failed.stream) == (Payload(b"hi", "k"), "RecordAgeExceeded", "s")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the object is empty"),
        (b"PAR1\x00\xff", "it is no UTF-8 from byte 5"),
        (b"id,name\n", "it is no JSON"),
        (b"[1]", "it is no JSON object"),
        (b'{"flight": 1}', "it has no rawData"),
        (b'{"rawData": "a"}', "rawData is no base64"),
        (b'{"rawData": 1}', "it has no rawData"),
        (b'{"entries": []}', "it lists no records"),
        (b'{"entries": [1]}', "entries is no list of objects"),
        (b'{"KinesisBatchInfo": {}}', "it has no streamArn"),
        (b'{"KinesisBatchInfo": {"streamArn": "a/b"}, "payload": "{"}', "payload is no JSON"),
        (b'{"KinesisBatchInfo": {"streamArn": "a/b"}, "payload": "{}"}', "payload has no Records"),
        (gzip.compress(b"")[:12], "the gzip is truncated"),
    ],
)
def test_what_is_no_failure_document_is_named(body: bytes, reason: str) -> None:
    assert [one.reason for one in read(body) if isinstance(one, Unreadable)] == [reason]


def test_one_bad_line_leaves_the_others_readable() -> None:
    found = read(LINE + b"\n\xff\n\n" + LINE + b"\n")
    assert [type(one) for one in found] == [FailedRecord, Unreadable, FailedRecord]
    assert [one.place.line for one in found] == [1, 2, 4]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"day,city\n" + b"1,Zurich\n" * 500, "none of its 501 lines is a failure document; the first: it is no JSON"),
        (b'{"level": "info"}\n' * 2, "none of its 2 lines is a failure document; the first: it has no rawData"),
        (gzip.compress(b"a\nb\n" * 2_000)[:-8], "the gzip is truncated"),
    ],
)
def test_an_object_of_something_else_is_named_once(body: bytes, reason: str) -> None:
    (found,) = read(body)
    assert isinstance(found, Unreadable)
    assert (found.reason, found.place.line) == (reason, 0)


def test_what_a_redrive_kept_unread_is_named_line_after_line() -> None:
    kept = [
        kept_line(one, "Redrive.Unreadable", one.reason)
        for one in read(LINE + b"\nx\ny")
        if isinstance(one, Unreadable)
    ]
    again = read(b"\n".join(kept))
    assert [one.reason for one in again if isinstance(one, Unreadable)] == ["it is no JSON", "it is no JSON"]
    assert [one.place.line for one in again] == [1, 2]


def test_a_truncated_gzip_gives_what_it_still_holds() -> None:
    lines = [json.dumps({"rawData": b64encode(str(n**99).encode()).decode()}).encode() for n in range(300)]
    body = gzip.compress(b"\n".join(lines))
    *whole, last = read(body[: len(body) // 2])
    assert isinstance(last, Unreadable)
    assert last.reason == "the gzip is truncated"
    assert len(whole) > 100
    assert [one.content for one in whole if isinstance(one, FailedRecord)] == [
        Payload(str(n**99).encode()) for n in range(len(whole))
    ]


def test_a_damaged_gzip_gives_what_comes_before_the_damage() -> None:
    whole = gzip.compress(LINE + b"\n")
    *before, last = read(whole + b"\x1f\x8b\x00damaged")
    assert [one.content for one in before if isinstance(one, FailedRecord)] == [Payload(FLIGHT)]
    assert isinstance(last, Unreadable)
    assert last.reason == "the gzip is damaged"


def test_a_gzip_of_several_members_is_read_to_its_end() -> None:
    assert len(records(gzip.compress(LINE + b"\n") + gzip.compress(LINE))) == 2


def test_ids_do_not_change_between_readings() -> None:
    assert Place("a", "b", 1).record_id == Place("a", "b", 1).record_id
    assert len({Place("a", "b", line, item).record_id for line in range(5) for item in range(5)}) == 25


MEMBERS = st.sampled_from(
    [
        "rawData",
        "errorCode",
        "lastErrorCode",
        "attemptsMade",
        "arrivalTimestamp",
        "entries",
        "payload",
        "url",
        "KinesisBatchInfo",
        "streamArn",
        "shardId",
        "requestContext",
        "timestamp",
        "Records",
        "kinesis",
        "data",
    ]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("aGk="),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.binary() | st.binary().map(gzip.compress) | st.binary().map(lambda some: b"\x1f\x8b" + some))
def test_any_bytes_give_records_or_reasons(body: bytes) -> None:
    found = read(body)
    assert found
    assert all(one.reason for one in found if isinstance(one, Unreadable))


@settings(deadline=None)
@given(st.lists(st.dictionaries(MEMBERS, VALUES, max_size=6), min_size=1, max_size=5))
def test_each_line_is_a_record_or_has_a_reason(documents: list[dict[str, Any]]) -> None:
    found = read(b"\n".join(json.dumps(document).encode() for document in documents))
    if any(isinstance(one, FailedRecord) for one in found) or len(documents) == 1:
        assert {one.place.line for one in found} == set(range(1, len(documents) + 1))
    else:
        assert [one.place.line for one in found] == [0], "an object of something else has one reason"


@settings(deadline=None)
@given(st.lists(st.binary(), min_size=1), st.integers(0, 400))
def test_a_cut_gzip_never_gives_a_record_that_was_not_there(payloads: list[bytes], cut: int) -> None:
    body = gzip.compress(b"\n".join(json.dumps({"rawData": b64encode(one).decode()}).encode() for one in payloads))
    found = read(body[: max(2, len(body) - cut)])
    contents = [one.content for one in found if isinstance(one, FailedRecord)]
    assert contents == [Payload(one) for one in payloads[: len(contents)]]
    assert any(isinstance(one, Unreadable) for one in found) == bool(cut)


def test_a_record_that_went_back_to_its_source_is_read_without_its_counter() -> None:
    line = json.dumps({"rawData": b64encode(with_count(FLIGHT, 3)).decode(), "errorCode": "Lambda.FunctionError"})
    assert [record.content for record in records(line.encode())] == [Payload(FLIGHT)]
