"""A redrive at scale, as it is deployed: the packaged function, and the states of each batch, on the local AWS.

The local AWS knows neither batches nor the result files of a distributed map. Both are made here, as Step Functions'
guide describes them; all else runs in it.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["CDK_VALIDATION"] = "false"

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from constructs_lib.cdk import RedriveStateMachine
from constructs_lib.local import LocalAws

BUCKET, STREAM = "failures", "again"
ROLE = "arn:aws:iam::000000000000:role/any"
OBJECTS, RECORDS, BATCH = 200, 20, 16
PATIENCE_SECONDS = 60
REPAIR = """
import json

def transform(record):
    order = json.loads(record)
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
        key = f"errors/processing-failed/2026/11/{number:03}.gz"
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
    )
    found = Template.from_stack(stack).to_json()["Resources"].values()
    app.synth()
    (entry,) = (folder / "assembly").glob("asset.*/redrive_transform.py")
    function = next(each for each in found if each["Type"] == "AWS::Lambda::Function")["Properties"]
    state_machine = next(each for each in found if each["Type"] == "AWS::StepFunctions::StateMachine")["Properties"]
    arn = create_function(aws, entry.parent, function)
    return Machine(aws, arn, json.loads(joined(state_machine["DefinitionString"], arn)))


def create_function(aws: LocalAws, folder: Path, properties: dict[str, Any]) -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    made = aws.client("lambda").create_function(
        FunctionName="redrive",
        Runtime="python3.12",
        Handler=properties["Handler"],
        Role=ROLE,
        Code={"ZipFile": packed.getvalue()},
        Timeout=properties["Timeout"],
        Environment={"Variables": properties["Environment"]["Variables"]},
    )
    return str(made["FunctionArn"])


def joined(value: Any, function: str) -> str:
    parts = value["Fn::Join"][1]
    known = {"Ref": "AWS::Partition"}
    return "".join(part if isinstance(part, str) else "aws" if part == known else function for part in parts)


class Machine:
    """Runs a redrive as Step Functions would."""

    def __init__(self, aws: LocalAws, function: str, definition: dict[str, Any]) -> None:
        self.aws = aws
        self.function = function
        self.map = definition["States"]["Redrive"]
        # The map itself is run here; its state passes on what it would answer.
        waiting = {"Type": "Pass", "ResultPath": "$.map", "Next": "Report"}
        self.outer = {**definition, "States": {**definition["States"], "Redrive": waiting}}
        self.states = aws.client("stepfunctions")
        self.child = self.create("child", self.map["ItemProcessor"])
        at_once = {
            name: value for name, value in self.map["ItemProcessor"]["States"]["Send"].items() if name != "Retry"
        }
        states = {**self.map["ItemProcessor"]["States"], "Send": at_once}
        self.impatient = self.create("impatient", {**self.map["ItemProcessor"], "States": states})

    def create(self, name: str, definition: dict[str, Any]) -> str:
        made = self.states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE)
        return str(made["stateMachineArn"])

    def execute(self, machine: str, given: dict[str, Any], name: str) -> dict[str, Any]:
        execution = self.states.start_execution(stateMachineArn=machine, input=json.dumps(given), name=name)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (seen := self.states.describe_execution(executionArn=execution["executionArn"]))["status"] == "RUNNING":
            assert time.monotonic() < deadline, "it did not end in time"
            time.sleep(0.02)
        return {**seen, "output": json.loads(seen["output"]) if seen.get("output") else None}

    def aim_at(self, target: str) -> None:
        """Give the function another target."""
        variables = {"BUCKET": BUCKET, "PREFIX": "errors/", "TARGET": target}
        self.aws.client("lambda").update_function_configuration(
            FunctionName="redrive", Environment={"Variables": variables}
        )

    def run(self, name: str, **given: Any) -> dict[str, Any]:
        begun = self.invoke({"step": "begin", "input": given, "execution": name})
        key = self.hand_out(name, begun) if begun["any"] else ""
        answer = {"MapRunArn": "arn:any", "ResultWriterDetails": {"Bucket": BUCKET, "Key": key}}
        self.outer["States"]["Redrive"]["Result"] = answer
        seen = self.execute(self.create(f"outer-{name}", self.outer), given, name)
        assert seen["status"] == "SUCCEEDED", seen
        return dict(seen["output"])

    def hand_out(self, name: str, begun: dict[str, Any]) -> str:
        """List, select, batch, run, write: what the distributed map does."""
        batcher, client = self.map["ItemBatcher"], self.aws.client("s3")
        prefix = begun["options"]["prefix"]
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        items = [
            {**{name: found[name] for name in ("Key", "Size")}, "LastModified": int(found["LastModified"].timestamp())}
            for page in pages
            for found in page.get("Contents", [])
        ]
        size = batcher["MaxItemsPerBatch"]
        outcomes: dict[str, list[dict[str, Any]]] = {"SUCCEEDED": [], "FAILED": []}
        for start in range(0, len(items), size):
            batch = {"Items": items[start : start + size], "BatchInput": {"options": begun["options"]}}
            seen = self.execute(self.child, batch, f"{name}-{start}")
            if seen["status"] == "SUCCEEDED":
                outcomes["SUCCEEDED"].append(seen["output"])
            else:
                told = {"Input": json.dumps(batch), "Status": seen["status"], "Cause": seen["cause"]}
                outcomes["FAILED"].append(told)
        files: dict[str, list[dict[str, Any]]] = {"PENDING": []}
        for status, documents in outcomes.items():
            key = f"{begun['results']}/run-id/{status}_0.jsonl"
            body = "".join(json.dumps(document) + "\n" for document in documents).encode()
            files[status] = [{"Key": key, "Size": len(body)}] if documents else []
            client.put_object(Bucket=BUCKET, Key=key, Body=body)
        manifest = {"DestinationBucket": BUCKET, "MapRunArn": "arn:any", "ResultFiles": files}
        key = f"{begun['results']}/run-id/manifest.json"
        client.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(manifest).encode())
        return key

    def invoke(self, event: dict[str, Any]) -> dict[str, Any]:
        answer = self.aws.client("lambda").invoke(FunctionName=self.function, Payload=json.dumps(event).encode())
        document = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, document
        return dict(document)


def in_stream(aws: LocalAws) -> list[dict[str, Any]]:
    client = aws.client("kinesis")
    found = []
    for shard in client.list_shards(StreamName=STREAM)["Shards"]:
        place = {"StreamName": STREAM, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
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
    written = json.loads(
        aws.client("s3").get_object(Bucket=BUCKET, Key="errors/redrive/real/report.json")["Body"].read()
    )
    assert {**written, "report": report["report"]} == report


def test_what_failed_again_is_read_by_a_run_over_its_prefix(machine: Machine) -> None:
    report = machine.run("once-more", prefix="errors/redrive/real/failed/", dry_run=True)
    assert report["totals"]["failed"] == OBJECTS * RECORDS // 100
    assert report["totals"]["unreadable"] == 1


def test_a_run_over_nothing_reports_nothing(machine: Machine) -> None:
    report = machine.run("empty", prefix="errors/nothing/")
    assert (report["totals"]["read"], report["complete"], report["batches"]) == (0, True, 0)


def test_a_target_that_does_not_exist_fails_its_batches_and_is_named(aws: LocalAws, machine: Machine) -> None:
    machine.aim_at("stream:none")
    patient, machine.child = machine.child, machine.impatient
    try:
        report = machine.run("nowhere", prefix="errors/processing-failed/2026/11/00")
    finally:
        machine.child = patient
        machine.aim_at(f"stream:{STREAM}")
    assert (report["totals"]["read"], report["batches"], report["batches_failed"]) == (0, 0, 1)
    assert (report["objects"]["in_failed_batches"], report["complete"]) == (10, False)
    (file,) = report["batches_failed_in"]
    told = aws.client("s3").get_object(Bucket=BUCKET, Key=file.removeprefix(f"s3://{BUCKET}/"))["Body"].read()
    assert "cannot send to stream:none: it does not exist" in json.loads(told)["Cause"]


def test_an_input_that_says_something_else_fails_at_once(machine: Machine) -> None:
    seen = machine.execute(machine.create("refused", machine.outer), {"prefix": "other/"}, "refused")
    assert seen["status"] == "FAILED"
    assert "may read below 'errors/' only" in seen["cause"]
