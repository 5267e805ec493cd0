from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Iterable
from typing import Any

import pytest

from constructs_lib.operate import Entry, ProducerReport, Unsent
from constructs_lib.operate.errors import OperateError
from constructs_lib.operate.redrive import StreamReader
from constructs_lib.operate.redrive.batch import BatchRedrive
from constructs_lib.operate.redrive.options import Options
from constructs_lib.operate.redrive.result import write_report

OPTIONS = Options.read({}, run="run-1", prefix="errors/")
RECORDS = 700


class Store:
    """A bucket in memory."""

    def __init__(self, **objects: bytes) -> None:
        self.objects = {f"errors/{key}": body for key, body in objects.items()}

    def get_object(self, *, Key: str, **_: str) -> dict[str, Any]:  # noqa: N803
        return {"Body": Body(self.objects[Key])}

    def put_object(self, *, Key: str, Body: bytes, **_: str) -> None:  # noqa: N803
        self.objects[Key] = Body


class Body(io.BytesIO):
    """What boto3 gives of an object."""

    def iter_lines(self) -> Iterable[bytes]:
        return iter(self.getvalue().splitlines())


class Target:
    """Takes records, until it takes nothing any more."""

    def __init__(self, gone_after: int | None = None) -> None:
        self.taken: list[bytes] = []
        self.left = gone_after

    def send(self, entries: Iterable[Entry], /) -> ProducerReport:
        if self.left == 0:
            raise OperateError("cannot send to stream:again: it does not exist")
        self.left = None if self.left is None else self.left - 1
        entries = list(entries)
        self.taken += [entry.data for entry in entries if entry.data != b"0"]
        unsent = tuple(Unsent(entry, "Throttled") for entry in entries if entry.data == b"0")
        return ProducerReport(sent=len(entries) - len(unsent), unsent=unsent)


def lines(start: int) -> bytes:
    records = (b64encode(str(n).encode()).decode() for n in range(start, start + RECORDS))
    return "\n".join(json.dumps({"rawData": data, "errorCode": "Lambda.Failed"}) for data in records).encode()


def store() -> Store:
    return Store(a=lines(0), b=lines(RECORDS), c=lines(2 * RECORDS))


def batch_of(bucket: Store) -> dict[str, Any]:
    items = [{"Key": key, "LastModified": 1, "Size": 1} for key in bucket.objects]
    return {"Items": items, "BatchInput": {"options": OPTIONS.document()}}


def redrive(bucket: Store, target: Target, left_millis: int = 800_000) -> BatchRedrive:
    return BatchRedrive(
        s3=bucket,  # type: ignore[arg-type]
        bucket="failures",
        sender=target,
        target="stream:again",
        streams=StreamReader(lambda _: pytest.fail("no stream is read")),
        transform=None,
        remaining_millis=lambda: left_millis,
    )


def test_a_function_that_has_little_time_left_goes_on_in_the_next_call_and_sends_nothing_twice() -> None:
    bucket, target, calls = store(), Target(), 0
    batch = batch_of(bucket)
    while batch.get("more", True):
        batch = json.loads(json.dumps(redrive(bucket, target, left_millis=1_000).run(batch)))
        calls += 1
    assert calls > 2
    assert sorted(map(int, target.taken)) == list(range(1, 3 * RECORDS))
    assert batch["totals"] == {"read": 2100, "sent": 2099, "failed": 1, "unreadable": 0, "skipped": {}}
    assert (batch["objects"], batch["kept"], batch["Items"], batch["reached"]) == (3, 1, [], {})


def test_a_target_that_goes_away_stops_the_batch_where_it_is_and_fails_it_when_nothing_goes_through() -> None:
    bucket, target = store(), Target(gone_after=2)
    batch = redrive(bucket, target).run(batch_of(bucket))
    assert (batch["more"], batch["totals"]["sent"]) == (True, len(target.taken))
    with pytest.raises(OperateError, match="does not exist"):
        redrive(bucket, target).run(batch)


def test_a_call_that_is_made_again_writes_what_failed_again_once() -> None:
    bucket = store()
    for _ in range(2):
        redrive(bucket, Target()).run(batch_of(store()))
    (kept,) = [body for key, body in bucket.objects.items() if key.startswith("errors/redrive/run-1/failed/")]
    assert len(kept.splitlines()) == 1


def test_the_report_adds_up_and_names_the_batches_that_failed() -> None:
    bucket = store()
    output = json.dumps(redrive(bucket, Target()).run(batch_of(bucket)))
    failed = json.dumps({"Name": "x", "Status": "FAILED", "Input": json.dumps({"Items": [{"Key": "d"}, {"Key": "e"}]})})
    files = {"SUCCEEDED": [{"Key": "s", "Size": 1}], "FAILED": [{"Key": "f", "Size": 1}], "PENDING": []}
    bucket.objects |= {
        "m": json.dumps({"ResultFiles": files}).encode(),
        "s": f"{output}\n{json.dumps({'Output': output})}\n".encode(),
        "f": f"[{failed}]".encode(),
    }
    report = write_report(bucket, "failures", OPTIONS, "m")  # type: ignore[arg-type]
    assert report["totals"]["read"] == 2 * 3 * RECORDS
    assert report["adds_up"] is True
    assert report["objects"] == {"read": 6, "left_out": {}, "in_failed_batches": 2}
    assert (report["batches"], report["batches_failed"], report["complete"]) == (2, 1, False)
    assert report["batches_failed_in"] == ["s3://failures/f"]
    assert report["report"] == "s3://failures/errors/redrive/run-1/report.json"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"prefix": "data/"}, "may read below 'errors/' only"),
        ({"prefix": 1}, "may read below"),
        ({"only": "lambda"}, "choose one of processing"),
        ({"since": "yesterday"}, "give a time such as"),
        ({"dry_run": "no"}, "give true or false"),
        ({"dryRun": True}, "the input has dryRun"),
    ],
)
def test_an_input_that_cannot_be_meant_is_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(OperateError, match=sentence):
        Options.read(given, run="run-1", prefix="errors/")


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"Key": "errors/x", "LastModified": 1_800_000_000}, ""),
        ({"Key": "errors/x", "LastModified": "2030-01-01T00:00:00+00:00"}, ""),
        ({"Key": "errors/x", "LastModified": "unknown"}, ""),
        ({"Key": "errors/x", "LastModified": 1_700_000_000}, "written before since"),
        ({"Key": "errors/folder/", "LastModified": 1_800_000_000, "Size": 0}, "folder marker"),
        ({"Key": "errors/redrive/other/report.json", "LastModified": 1_800_000_000}, "results of a redrive"),
    ],
)
def test_objects_are_left_out_for_a_reason(item: dict[str, Any], reason: str) -> None:
    options = Options.read({"since": "2026-11-01T00:00:00Z"}, run="run-1", prefix="errors/")
    assert options.left_out(item) == reason
