from __future__ import annotations

import base64
import json
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime import consumer
from constructs_lib.runtime.reingestion import with_count

CONTEXT = SimpleNamespace(function_name="watch")


def event(*payloads: bytes) -> dict[str, Any]:
    return {
        "Records": [
            {"kinesis": {"sequenceNumber": str(1000 + n), "data": base64.b64encode(data).decode()}}
            for n, data in enumerate(payloads)
        ]
    }


def refuse_negative(value: int) -> str | None:
    if value < 0:
        raise ValueError("negative")
    return "Large" if value > 10 else None


def test_a_batch_without_failures_reports_none_and_counts_what_it_saw(capsys):
    assert consumer(refuse_negative)(event(b"1", b"11", b"12"), CONTEXT) == {"batchItemFailures": []}
    line = json.loads(capsys.readouterr().out)
    assert (line["Handled"], line["Failed"], line["Large"]) == (3, 0, 2)
    assert {"Name": "Large", "Unit": "Count"} in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]


def test_the_first_failure_ends_the_batch_and_is_the_only_one_reported(capsys):
    seen = []

    def watch(value: int) -> None:
        seen.append(value)
        refuse_negative(value)

    answer = consumer(watch)(event(b"1", b"-1", b"2", b"-3"), CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1001"}]}
    assert seen == [1, -1]
    line = json.loads(capsys.readouterr().out)
    assert (line["Handled"], line["Failed"]) == (1, 1)
    assert line["examples"] == {"raised ValueError": "negative (record 1001)"}


def test_bytes_that_cannot_be_decoded_are_a_failure_of_that_record():
    answer = consumer(refuse_negative)(event(b"1", b"{"), CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1001"}]}


@given(st.lists(st.integers(-3, 100).map(lambda n: str(n).encode()), max_size=30))
def test_repeating_from_the_reported_record_handles_every_other_record_exactly_once(payloads):
    handled: list[int] = []

    def watch(value: int) -> None:
        refuse_negative(value)
        handled.append(value)

    handler = consumer(watch)
    batch = event(*payloads)["Records"]
    while batch:
        failures = handler({"Records": batch}, CONTEXT)["batchItemFailures"]
        if not failures:
            break
        (failure,) = failures
        failed = [record["kinesis"]["sequenceNumber"] for record in batch].index(failure["itemIdentifier"])
        batch = batch[failed + 1 :]
    assert handled == [int(data) for data in payloads if int(data) >= 0]


def test_a_record_that_went_back_to_its_source_is_read_without_its_counter():
    seen = []
    answer = consumer(seen.append)(event(with_count(b"7", 2)), CONTEXT)
    assert (seen, answer) == ([7], {"batchItemFailures": []})
