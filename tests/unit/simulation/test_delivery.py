from __future__ import annotations

import gzip
import json
from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from constructs_lib.simulation import InvalidDefinition, SourceRecord, UnsupportedDestination, UnsupportedFeature
from tests.unit.simulation.pipeline import (
    ARRIVAL,
    NEWLINES,
    Clock,
    Functions,
    Store,
    destination,
    each,
    engine,
    ok,
    processor,
    records,
    transform,
)

QUERY = processor("MetadataExtraction", MetadataExtractionQuery="{carrier: .c, year: .y}", JsonParsingEngine="JQ-1.6")
BY_QUERY = {
    "Prefix": "data/!{partitionKeyFromQuery:carrier}/!{partitionKeyFromQuery:year}/",
    "DynamicPartitioningConfiguration": {"Enabled": True},
}
BY_FUNCTION = {**BY_QUERY, "Prefix": "data/!{partitionKeyFromLambda:carrier}/"}


def delivered(properties: dict[str, Any], *payloads: bytes, functions: Functions | None = None) -> Store:
    store = Store()
    delivery = engine(properties, store, functions)
    delivery.accept(records(*payloads))
    delivery.flush()
    assert delivery.counts.in_buffer == 0
    return store


def folders(store: Store) -> dict[str, bytes]:
    return {key.rpartition("/")[0]: body for (_, key), body in store.items()}


def test_records_are_joined_without_a_delimiter() -> None:
    assert delivered(destination(), b"a", b"b").bodies("lake") == [b"ab"]


@pytest.mark.parametrize(
    ("given", "expected"), [({}, b"a\nb\n"), ({"Delimiter": r"\n"}, b"a\nb\n"), ({"Delimiter": "|"}, b"a|b|")]
)
def test_a_delimiter_follows_each_record(given: dict[str, str], expected: bytes) -> None:
    assert delivered(destination(processor("AppendDelimiterToRecord", **given)), b"a", b"b").bodies("lake") == [
        expected
    ]


@pytest.mark.parametrize(("name", "ending", "encoding"), [("GZIP", ".gz", "gzip"), ("ZIP", ".zip", "zip")])
def test_objects_are_compressed_and_say_so(name: str, ending: str, encoding: str) -> None:
    store = delivered(destination(CompressionFormat=name), b"a", b"b")
    (key,) = store.keys_in("lake")
    assert key.endswith(ending)
    assert store.encodings["lake", key] == encoding
    assert store.bodies("lake") == [b"ab"]


def test_an_object_is_due_by_size() -> None:
    delivery = engine(destination(BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 60}), store := Store())
    delivery.accept(records(*[b"x" * 400_000] * 6))
    assert delivery.flush_due() == 2
    assert [len(body) for body in store.values()] == [800_000, 800_000]
    assert delivery.counts.in_buffer == 2


@pytest.mark.parametrize(("cap", "seconds"), [(None, 60), (2, 2), (900, 60)])
def test_an_object_is_due_by_interval_or_by_the_cap_of_a_local_run(cap: float | None, seconds: float) -> None:
    clock = Clock()
    hints = {"SizeInMBs": 1, "IntervalInSeconds": 60}
    delivery = engine(destination(BufferingHints=hints), Store(), clock=clock, interval_cap=cap)
    delivery.accept(records(b"a"))
    assert delivery.flush_due() == 0
    clock.now += seconds - 0.1
    assert delivery.flush_due() == 0
    clock.now += 0.1
    assert delivery.flush_due() == 1


def test_the_backup_holds_the_source_records_under_its_own_settings() -> None:
    backup = {
        "BucketARN": "arn:aws:s3:::backup",
        "Prefix": "raw/!{timestamp:yyyy}/",
        "ErrorOutputPrefix": "x/!{firehose:error-output-type}/",
        "CompressionFormat": "GZIP",
    }
    properties = destination(transform(), S3BackupMode="Enabled", S3BackupConfiguration=backup)
    store = delivered(properties, b"a", b"b", functions=Functions(each(lambda _: {"result": "Dropped"})))
    (key,) = store.keys_in("backup")
    assert key.startswith("raw/2018/orders-1-")
    assert store.bodies("backup") == [b"ab"]
    assert store.keys_in("lake") == []


def test_keys_come_from_the_query() -> None:
    payloads = [json.dumps({"c": carrier, "y": 2013}).encode() for carrier in ("UA", "AA", "UA")]
    store = delivered(destination(QUERY, NEWLINES, **BY_QUERY), *payloads)
    assert folders(store) == {
        "data/UA/2013": payloads[0] + b"\n" + payloads[2] + b"\n",
        "data/AA/2013": payloads[1] + b"\n",
    }


def test_keys_come_from_the_transform() -> None:
    functions = Functions(each(lambda data: ok(data, carrier=data.decode(), unused="x")))
    store = delivered(destination(transform(), **BY_FUNCTION), b"UA", b"AA", functions=functions)
    assert folders(store) == {"data/UA": b"UA", "data/AA": b"AA"}


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"no json", "Non JSON record provided"),
        (b"\xff\xfe", "Non JSON record provided"),
        (b"", "Non JSON record provided"),
        (b'{"c": "UA", "y": 1}{"c": "AA", "y": 2}', "Non JSON record provided"),
        (b'{"c": "UA"}', "partitionKeys values must not be null or empty"),
        (b'{"c": "", "y": 1}', "partitionKeys values must not be null or empty"),
        (b'{"c": [1], "y": 1}', "partitionKeys values must not be null or empty"),
        (b"[1]", "Cannot index array"),
    ],
)
def test_a_record_without_keys_goes_to_the_error_prefix(payload: bytes, message: str) -> None:
    store = delivered(destination(QUERY, **BY_QUERY), payload, b'{"c": "UA", "y": 2013}')
    (error,) = store.errors("errors/metadata-extraction-failed/")
    assert error["errorCode"] == "DynamicPartitioning.MetadataExtractionFailed"
    assert message in error["errorMessage"]
    assert error["rawData"] == b64encode(payload).decode()
    assert "lambdaARN" not in error
    assert store.bodies("lake", "data/") == [b'{"c": "UA", "y": 2013}']


def test_the_error_of_a_transformed_record_reports_the_source() -> None:
    functions = Functions(each(lambda data: ok(data.upper())))
    store = delivered(destination(transform(), **BY_FUNCTION), b"ua", functions=functions)
    assert [error["rawData"] for error in store.errors()] == [b64encode(b"ua").decode()]


def test_records_beyond_the_active_partitions_go_to_the_error_prefix() -> None:
    payloads = [json.dumps({"c": f"C{index}", "y": 1}).encode() for index in range(502)]
    store = delivered(destination(QUERY, **BY_QUERY), *payloads, payloads[0])
    assert len(store.errors("errors/activePartitionExceeded/")) == 2
    assert len(store.keys_in("lake")) == 501


def test_json_documents_in_one_record_are_taken_apart_and_counted_apart() -> None:
    split = processor("RecordDeAggregation", SubRecordType="JSON")
    delivery = engine(destination(split, QUERY, NEWLINES, **BY_QUERY), store := Store())
    delivery.accept(records(b'{"c":"UA","y":1} {"c":"AA","y":1}\n{"c":"UA","y":1}', b"not json"))
    delivery.flush()
    assert folders(store)["data/UA/1"] == b'{"c":"UA","y":1}\n{"c":"UA","y":1}\n'
    counts = delivery.counts
    assert (counts.received, counts.accepted, counts.delivered) == (2, 4, 3)
    assert counts.failed == {"metadata-extraction-failed": 1}


def test_delimited_records_are_taken_apart() -> None:
    split = processor("RecordDeAggregation", SubRecordType="DELIMITED", Delimiter=b64encode(b"##").decode())
    functions = Functions(each(lambda data: ok(data, carrier=data.decode())))
    store = delivered(destination(split, transform(), **BY_FUNCTION), b"UA##AA##", functions=functions)
    assert folders(store) == {"data/UA": b"UA", "data/AA": b"AA"}


def test_a_record_of_too_many_parts_stays_whole() -> None:
    split = processor("RecordDeAggregation", SubRecordType="JSON")
    payload = b'{"c":"UA","y":1}' * 501
    store = delivered(destination(split, QUERY, **BY_QUERY), payload)
    assert [error["errorMessage"] for error in store.errors()] == ["Non JSON record provided"]


def test_log_messages_are_extracted_and_control_messages_left_out() -> None:
    unzip = processor("Decompression", CompressionFormat="GZIP")
    extract = processor("CloudWatchLogProcessing", DataMessageExtraction="true")
    document = {"messageType": "DATA_MESSAGE", "logEvents": [{"message": "one"}, {"message": "two"}]}
    delivery = engine(destination(unzip, extract, NEWLINES), store := Store())
    payloads = [json.dumps(each).encode() for each in (document, {"messageType": "CONTROL_MESSAGE"})]
    delivery.accept(records(*map(gzip.compress, payloads), b"plain"))
    delivery.flush()
    assert store.bodies("lake", "data/") == [b"one\ntwo\n"]
    (error,) = store.errors("errors/decompression-failed/")
    assert error["rawData"] == b64encode(b"plain").decode()
    assert (delivery.counts.dropped, delivery.counts.in_buffer) == (1, 0)


def test_processors_are_off_unless_enabled_says_otherwise() -> None:
    properties = destination(ProcessingConfiguration={"Processors": [transform()]})
    assert delivered(properties, b"a").bodies("lake") == [b"a"]


def test_records_without_a_stream_are_delivered() -> None:
    delivery = engine(destination(), store := Store())
    delivery.accept([SourceRecord(b"a", ARRIVAL)])
    delivery.flush()
    assert store.bodies("lake") == [b"a"]


@pytest.mark.parametrize(
    ("properties", "problem", "text"),
    [
        ({"SplunkDestinationConfiguration": {"x": 1}}, UnsupportedDestination, "SplunkDestinationConfiguration"),
        ({}, InvalidDefinition, "no destination"),
        (destination(CompressionFormat="Snappy"), UnsupportedFeature, "Snappy is not simulated"),
        (destination(CompressionFormat="SNAPPY"), InvalidDefinition, "does not exist"),
        (destination(DataFormatConversionConfiguration={"x": 1}), UnsupportedFeature, "DataFormatConversion"),
        (destination(BucketARN=None), InvalidDefinition, "BucketARN"),
        (destination(CustomTimeZone="Mars/Base"), InvalidDefinition, "CustomTimeZone"),
        (destination(processor("Lambda")), InvalidDefinition, "no LambdaArn"),
        (destination(processor("Shuffle")), InvalidDefinition, "'Shuffle' does not exist"),
        (
            destination(processor("CloudWatchLogProcessing", DataMessageExtraction="true")),
            InvalidDefinition,
            "Decompression",
        ),
        (destination(processor("Decompression", CompressionFormat="ZIP")), InvalidDefinition, "ZIP"),
        (destination(processor("RecordDeAggregation", SubRecordType="CSV")), InvalidDefinition, "CSV"),
        (destination(**BY_QUERY), InvalidDefinition, "MetadataExtraction"),
        (destination(**BY_FUNCTION), InvalidDefinition, "Lambda processor"),
        (destination(S3BackupMode="Enabled"), InvalidDefinition, "BucketARN"),
        (destination(BufferingHints={"SizeInMBs": "big"}), InvalidDefinition, "SizeInMBs"),
        (
            destination(
                processor("MetadataExtraction", MetadataExtractionQuery="{a", JsonParsingEngine="JQ-1.6"), **BY_QUERY
            ),
            InvalidDefinition,
            "not a jq program",
        ),
    ],
)
def test_what_cannot_be_simulated_is_refused_at_construction(
    properties: dict[str, Any], problem: type[Exception], text: str
) -> None:
    with pytest.raises(problem, match=text):
        engine(properties, Store(), Functions(KeyError()))


def test_a_transform_needs_something_that_invokes_it() -> None:
    with pytest.raises(InvalidDefinition, match="pass functions"):
        engine(destination(transform()), Store())


def test_what_a_producer_packed_is_taken_apart_before_everything_else() -> None:
    store, functions = Store(), Functions(each(lambda data: ok(data.upper())))
    packed = SourceRecord(b"one,two", ARRIVAL, "outer", "7", "shardId-000000000000")

    def unpack(record: SourceRecord) -> list[SourceRecord]:
        parts = record.data.split(b",")
        return [replace(record, data=part, subsequence_number=number) for number, part in enumerate(parts)]

    orders = engine(destination(transform()), store, functions, unpack=unpack)
    orders.accept([packed, SourceRecord(b"three,put", ARRIVAL)])
    orders.flush()
    assert store.bodies("lake") == [b"ONETWOTHREE,PUT"]
    metadata = [record.get("kinesisRecordMetadata") for record in functions.events[0]["records"]]
    assert [each and each["subsequenceNumber"] for each in metadata] == [0, 1, None]
    assert (orders.counts.received, orders.counts.accepted, orders.counts.delivered) == (2, 3, 3)
