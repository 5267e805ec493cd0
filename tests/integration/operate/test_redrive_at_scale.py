"""A redrive at scale, as it is deployed: the packaged function, and the states of each batch, on the local AWS.

The local AWS knows neither batches, nor tolerance, nor the result files of a distributed map: `distributed_map` runs
that one state from the synthesized definition. All else is executed by the local AWS: the states before and after the
map, the states of each batch, the packaged function, the objects and the stream.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from constructs_lib.cdk import RedriveStateMachine
from constructs_lib.local import LocalAws
from constructs_lib.operate.redrive.batch import MARGIN_MILLIS
from tests.integration.operate.distributed_map import Exceeded
from tests.integration.operate.redrive_machine import Machine

BUCKET, STREAM = "failures", "again"
OBJECTS, RECORDS, BATCH = 200, 20, 8
CONCURRENCY = 4
LINES = "errors/processing-failed/2026/11/"
REPAIR = """
import json, os

def transform(record):
    order = json.loads(record)
    if str(order["n"]) in os.environ.get("KILLED_BY", "").split():
        os._exit(1)
    if order["n"] % 100 == 0:
        return None
    order["repaired"] = 1 / (order["n"] % 100 - 1)
    return json.dumps(order).encode()
"""


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws.start() as running:
        running.client("kinesis").create_stream(StreamName=STREAM, ShardCount=2)
        fill(running)
        yield running


def fill(aws: LocalAws) -> None:
    """Write objects with lines as a failed transform leaves them, and what else there is in such buckets."""
    client = aws.client("s3")
    client.create_bucket(Bucket=BUCKET)
    for number in range(OBJECTS):
        lines = b"\n".join(line(number * RECORDS + n) for n in range(RECORDS))
        key = f"{LINES}{number:03}.gz"
        client.put_object(Bucket=BUCKET, Key=key, Body=gzip.compress(lines))
    client.put_object(Bucket=BUCKET, Key="errors/processing-failed/", Body=b"")
    client.put_object(Bucket=BUCKET, Key="errors/truncated.gz", Body=gzip.compress(line(1) * 9)[:40])
    client.put_object(Bucket=BUCKET, Key="other/never-read", Body=b"{}")


def line(n: int) -> bytes:
    data = base64.b64encode(json.dumps({"n": n}).encode()).decode()
    return json.dumps({"attemptsMade": 4, "errorCode": "Lambda.FunctionError", "rawData": data}).encode()


@pytest.fixture(scope="module")
def machine(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp("redrive")
    (folder / "repair.py").write_text(REPAIR)
    app = App(outdir=str(folder / "assembly"))
    stack = Stack(app, "Redrive")
    RedriveStateMachine(
        stack,
        "Again",
        bucket=s3.Bucket.from_bucket_name(stack, "Failures", BUCKET),
        target=kinesis.Stream.from_stream_arn(
            stack, "Stream", f"arn:aws:kinesis:us-east-1:000000000000:stream/{STREAM}"
        ),
        prefix="errors/",
        transform=folder / "repair.py",
        batch_objects=BATCH,
        max_concurrency=CONCURRENCY,
    )
    found = Template.from_stack(stack).to_json()["Resources"].values()
    app.synth()
    (entry,) = (folder / "assembly").glob("asset.*/redrive_transform.py")
    function = next(each for each in found if each["Type"] == "AWS::Lambda::Function")["Properties"]
    state_machine = next(each for each in found if each["Type"] == "AWS::StepFunctions::StateMachine")["Properties"]
    return Machine(aws, function, entry.parent, state_machine["DefinitionString"])


def stored_report(aws: LocalAws, run: str) -> dict[str, Any]:
    body = aws.client("s3").get_object(Bucket=BUCKET, Key=f"errors/redrive/{run}/report.json")["Body"].read()
    return dict(json.loads(body))


def in_stream(aws: LocalAws, stream: str = STREAM) -> list[dict[str, Any]]:
    client = aws.client("kinesis")
    found = []
    for shard in client.list_shards(StreamName=stream)["Shards"]:
        place = {"StreamName": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        position = client.get_shard_iterator(**place)["ShardIterator"]
        while (page := client.get_records(ShardIterator=position))["Records"]:
            found += [json.loads(record["Data"]) for record in page["Records"]]
            position = page["NextShardIterator"]
    return found


def test_a_dry_run_counts_everything_and_sends_nothing(aws: LocalAws, machine: Machine) -> None:
    report = machine.run("dry", dry_run=True)
    assert report["totals"]["read"] == OBJECTS * RECORDS + 1
    assert report["adds_up"] is True
    assert in_stream(aws) == []


def test_every_record_of_two_hundred_objects_is_sent_dropped_or_kept(aws: LocalAws, machine: Machine) -> None:
    report = machine.run("real")
    records = OBJECTS * RECORDS
    bad = dropped = records // 100
    assert report["totals"] == {
        "read": records + 1,
        "sent": records - bad - dropped,
        "failed": bad,
        "unreadable": 1,
        "skipped": {"dropped by the transform": dropped},
    }
    assert (report["adds_up"], report["complete"], report["batches_failed"]) == (True, False, 0)
    assert report["objects"]["read"] == OBJECTS + 1
    assert report["objects"]["left_out"]["folder marker"] == 1
    arrived = Counter(order["n"] for order in in_stream(aws))
    assert set(arrived) == {n for n in range(records) if n % 100 > 1}
    assert arrived.total() == len(arrived)
    assert {**stored_report(aws, "real"), "report": report["report"]} == report


def test_what_failed_again_is_read_by_a_run_over_its_prefix(machine: Machine) -> None:
    report = machine.run("once-more", prefix="errors/redrive/real/failed/", dry_run=True)
    assert report["totals"]["failed"] == OBJECTS * RECORDS // 100
    assert report["totals"]["unreadable"] == 1


def test_a_run_over_nothing_reports_nothing(machine: Machine) -> None:
    report = machine.run("empty", prefix="errors/nothing/")
    assert (report["totals"]["read"], report["complete"], report["batches"]) == (0, True, 0)


def test_batches_whose_function_is_killed_are_tolerated_and_counted(aws: LocalAws, machine: Machine) -> None:
    aws.client("kinesis").create_stream(StreamName="tolerant", ShardCount=1)
    machine.configure(TARGET="stream:tolerant", KILLED_BY="47")
    begun = machine.begin("tolerant", prefix=LINES)
    run = machine.map_run("tolerant", begun["map"])
    report = machine.end("tolerant", begun, run.run())
    lost = set(range(BATCH * RECORDS))
    bad = dropped = (OBJECTS - BATCH) * RECORDS // 100
    assert report["totals"]["read"] == (OBJECTS - BATCH) * RECORDS
    assert (report["totals"]["sent"], report["totals"]["failed"]) == (report["totals"]["read"] - bad - dropped, bad)
    assert (report["adds_up"], report["complete"]) == (True, False)
    assert (report["batches"], report["batches_failed"]) == (OBJECTS // BATCH - 1, 1)
    assert report["objects"]["in_failed_batches"] == BATCH
    arrived = Counter(order["n"] for order in in_stream(aws, "tolerant"))
    assert set(arrived) == {n for n in range(OBJECTS * RECORDS) if n % 100 > 1} - lost
    assert arrived.total() == len(arrived)
    assert run.most_at_once == CONCURRENCY


def test_more_than_is_tolerated_fails_the_execution_which_goes_on_where_it_failed(
    aws: LocalAws, machine: Machine
) -> None:
    aws.client("kinesis").create_stream(StreamName="exceeded", ShardCount=1)
    machine.configure(TARGET="stream:exceeded", KILLED_BY="47 2047")
    begun = machine.begin("exceeded", prefix=LINES)
    run = machine.map_run("exceeded", begun["map"])
    with pytest.raises(Exceeded):
        run.run()
    assert stored_report(aws, "exceeded")["complete"] is False
    machine.configure(TARGET="stream:exceeded")
    report = machine.end("exceeded", begun, run.run())
    bad = OBJECTS * RECORDS // 100
    assert (report["totals"]["read"], report["totals"]["failed"]) == (OBJECTS * RECORDS, bad)
    assert (report["adds_up"], report["batches"], report["batches_failed"]) == (True, OBJECTS // BATCH, 0)
    arrived = Counter(order["n"] for order in in_stream(aws, "exceeded"))
    assert set(arrived) == {n for n in range(OBJECTS * RECORDS) if n % 100 > 1}
    assert arrived.total() == len(arrived), "a batch that was through is not sent again"


def test_a_batch_that_outlasts_its_function_goes_on_where_it_stopped(aws: LocalAws, machine: Machine) -> None:
    aws.client("kinesis").create_stream(StreamName="slow", ShardCount=1)
    records = 1_200
    body = gzip.compress(b"\n".join(line(n * 100 + 2) for n in range(records)))
    aws.client("s3").put_object(Bucket=BUCKET, Key="errors/large/one.gz", Body=body)
    machine.configure(timeout_seconds=MARGIN_MILLIS // 1000, TARGET="stream:slow")
    try:
        report = machine.run("slow", prefix="errors/large/")
    finally:
        machine.configure()
        aws.client("s3").delete_object(Bucket=BUCKET, Key="errors/large/one.gz")
    assert (report["totals"]["sent"], report["objects"]["read"], report["complete"]) == (records, 1, True)
    arrived = Counter(order["n"] for order in in_stream(aws, "slow"))
    assert (len(arrived), arrived.total()) == (records, records)


def test_a_target_that_does_not_exist_fails_its_batches_and_is_named(aws: LocalAws, machine: Machine) -> None:
    machine.configure(TARGET="stream:none")
    begun = machine.begin("nowhere", prefix=f"{LINES}00")
    run = machine.map_run("nowhere", begun["map"])
    run.state = {**run.state, "ToleratedFailurePercentage": 100}
    try:
        report = machine.end("nowhere", begun, run.run())
    finally:
        machine.configure()
    assert (report["totals"]["read"], report["batches"], report["batches_failed"]) == (0, 0, 2)
    assert (report["objects"]["in_failed_batches"], report["complete"]) == (10, False)
    (file,) = report["batches_failed_in"]
    told = aws.client("s3").get_object(Bucket=BUCKET, Key=file.removeprefix(f"s3://{BUCKET}/"))["Body"].read()
    for failed in told.splitlines():
        assert "cannot send to stream:none: it does not exist" in json.loads(failed)["Cause"]


def test_an_input_that_says_something_else_fails_at_once(machine: Machine) -> None:
    seen = machine.execute(machine.before, {"prefix": "other/"}, "refused")
    assert seen["status"] == "FAILED"
    assert "may read below 'errors/' only" in seen["cause"]
