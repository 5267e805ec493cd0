from __future__ import annotations

import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.simulation import DeliveryEngine, FailureKind, FunctionFailure
from tests.unit.simulation.pipeline import NEWLINES, Functions, Store, destination, engine, ok, records, transform

MARK = b"T:"
PARTITIONED = {
    "Prefix": "data/!{partitionKeyFromLambda:key}/",
    "DynamicPartitioningConfiguration": {"Enabled": True},
}
RESULTS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "ok": lambda data: ok(MARK + data, key=data[:1].decode()),
    "ok without a key": lambda data: ok(MARK + data),
    "ok with an odd key": lambda data: ok(MARK + data, key=["a"]),
    "dropped": lambda _: {"result": "Dropped"},
    "failed": lambda _: {"result": "ProcessingFailed", "data": "%%%"},
    "unknown result": lambda data: {**ok(data), "result": "ok"},
    "no data": lambda _: {"result": "Ok"},
    "not base64": lambda _: {"result": "Ok", "data": "%%%"},
    "data is a number": lambda _: {"result": "Ok", "data": 7},
}
SPOILED: dict[str, Callable[[dict[str, Any]], object]] = {
    "as it is": lambda answer: answer,
    "a record is missing": lambda answer: {"records": answer["records"][1:]},
    "a record is doubled": lambda answer: {"records": [*answer["records"], answer["records"][0]]},
    "a stranger": lambda answer: {"records": [*answer["records"], {"recordId": "x", "result": "Ok", "data": ""}]},
    "no records": lambda _: {},
    "a list": lambda answer: answer["records"],
    "a text": lambda _: "done",
    "nothing": lambda _: None,
    "records are numbers": lambda _: {"records": [1, None]},
    "too large": lambda answer: {**answer, "more": "x" * 6_300_000},
    "not JSON": lambda answer: {**answer, "more": {1, 2}},
}
FAILURES = st.sampled_from([*(FunctionFailure("no", kind) for kind in FailureKind), KeyError("bug")])

payloads = st.lists(st.binary(min_size=1, max_size=30).map(lambda data: data.hex().encode()), max_size=25).map(
    lambda parts: [f"{index:03d}-".encode() + part for index, part in enumerate(parts)]
)
results = st.lists(st.sampled_from(sorted(RESULTS)), min_size=1, max_size=7)
healthy = st.lists(st.sampled_from(["ok", "ok", "ok", "dropped", "failed"]), min_size=1, max_size=7)
invocations = st.lists(
    st.one_of(FAILURES, st.tuples(st.one_of(results, healthy), st.sampled_from(sorted(SPOILED)))),
    min_size=1,
    max_size=8,
)
definitions = st.builds(
    lambda size, retries, partitioned, compression, backup: destination(
        transform(BufferSizeInMBs=size, NumberOfRetries=retries),
        NEWLINES,
        CompressionFormat=compression,
        BufferingHints={"SizeInMBs": 0.0001, "IntervalInSeconds": 60},
        **(PARTITIONED if partitioned else {}),
        **(
            {"S3BackupMode": "Enabled", "S3BackupConfiguration": {"BucketARN": "arn:aws:s3:::backup"}} if backup else {}
        ),
    ),
    st.sampled_from(["0.00005", "0.0002", "1"]),
    st.sampled_from(["0", "2"]),
    st.booleans(),
    st.sampled_from(["UNCOMPRESSED", "GZIP", "ZIP"]),
    st.booleans(),
)


def scripted(script: list[Any]) -> Functions:
    def answer(names: list[str], spoil: str) -> Callable[[dict[str, Any]], object]:
        def write(event: dict[str, Any]) -> object:
            entries = [
                {"recordId": record["recordId"], **RESULTS[names[index % len(names)]](b64decode(record["data"]))}
                for index, record in enumerate(event["records"])
            ]
            return SPOILED[spoil]({"records": entries})

        return write

    return Functions(*(step if isinstance(step, Exception) else answer(*step) for step in script))


def check_books(delivery: DeliveryEngine) -> None:
    counts = delivery.counts
    settled = counts.delivered + counts.dropped + sum(counts.failed.values())
    assert counts.accepted == settled + counts.in_buffer
    assert counts.in_buffer >= 0


@settings(max_examples=300, deadline=None)
@given(payloads, definitions, invocations, st.lists(st.booleans(), max_size=12))
def test_every_record_is_delivered_dropped_or_failed_exactly_once(
    sent: list[bytes], definition: dict[str, Any], script: list[Any], store_failures: list[bool]
) -> None:
    store = Store(store_failures)
    functions = scripted(script)
    delivery = engine(definition, store, functions)
    half = len(sent) // 2
    delivery.accept(records(*sent[:half]))
    flushes = [delivery.flush_due, *[delivery.flush] * (len(store_failures) + 1)]
    for flush in flushes:
        with suppress(OSError):
            flush()
        check_books(delivery)
        if flush == delivery.flush_due:
            delivery.accept(records(*sent[half:]))
    counts = delivery.counts
    assert (counts.received, counts.in_buffer) == (len(sent), 0)

    delivered = [line.removeprefix(MARK) for body in store.bodies("lake", "data/") for line in body.splitlines()]
    failed = [b64decode(error["rawData"]) for error in store.errors()]
    found = sorted(delivered + failed)
    assert len(set(found)) == len(found)
    assert (len(delivered), len(failed)) == (counts.delivered, sum(counts.failed.values()))
    assert counts.dropped == len(sent) - len(found)
    assert set(found) <= set(sent)
    assert counts.objects == len(store)
    assert counts.bytes == sum(map(len, store.values()))
    if "S3BackupMode" in definition["ExtendedS3DestinationConfiguration"]:
        assert sorted(b"".join(store.bodies("backup"))) == sorted(b"".join(sent))
        assert counts.backed_up == len(sent)


def test_a_record_is_in_the_buffer_until_its_object_is_stored() -> None:
    store = Store([True])
    delivery = engine(destination(NEWLINES), store)
    delivery.accept(records(b"a", b"b"))
    with pytest.raises(OSError, match="slow down"):
        delivery.flush()
    assert (delivery.counts.delivered, delivery.counts.in_buffer) == (0, 2)
    assert delivery.flush() == 1
    assert (delivery.counts.delivered, delivery.counts.in_buffer) == (2, 0)
    assert store.bodies("lake") == [b"a\nb\n"]


def test_records_of_many_threads_are_all_delivered_once() -> None:
    store = Store()
    delivery = engine(destination(NEWLINES, BufferingHints={"SizeInMBs": 0.001, "IntervalInSeconds": 60}), store)
    sent = [f"{thread}-{index}".encode() for thread in range(4) for index in range(500)]

    def work(thread: int) -> None:
        for index in range(0, 500, 10):
            delivery.accept(records(*sent[thread * 500 + index : thread * 500 + index + 10]))
            delivery.flush_due()
            check_books(delivery)

    with ThreadPoolExecutor() as pool:
        list(pool.map(work, range(4)))
    delivery.flush()
    assert sorted(line for body in store.bodies("lake") for line in body.splitlines()) == sorted(sent)
    assert delivery.counts.delivered == 2000


def test_importing_the_simulation_loads_neither_jq_nor_a_client() -> None:
    code = "import sys, constructs_lib.simulation; print(sorted({'jq', 'boto3', 'aws_cdk'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
