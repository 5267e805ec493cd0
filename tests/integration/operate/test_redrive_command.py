from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.local import LocalAws
from constructs_lib.operate.deliver import DeliveryProducer
from constructs_lib.operate.entry import Entry
from tests.patience import PATIENCE_SECONDS, eventually

ROLE = "arn:aws:iam::000000000000:role/any"
KILLS = 3
RECORDS = 3000
RATE = 500
BROKEN = """
def handler(event, context):
    return {"records": [{"recordId": one["recordId"], "result": "ProcessingFailed", "data": one["data"]}
                        for one in event["records"]]}
"""
REPAIR = """
import json

def transform(record):
    flight = json.loads(record)
    if flight["n"] % 100 == 0:
        return None
    flight["repaired"] = 1 / (flight["n"] % 100 - 1)
    return json.dumps(flight).encode()
"""


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws.start(interval_cap=0.5) as running:
        fail(running)
        yield running


def fail(aws: LocalAws) -> None:
    """Make a delivery stream whose transform fails every record, and fill it."""
    aws.client("s3").create_bucket(Bucket="lake")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", BROKEN)
    function = aws.client("lambda").create_function(
        FunctionName="broken",
        Runtime="python3.12",
        Handler="index.handler",
        Role=ROLE,
        Code={"ZipFile": packed.getvalue()},
    )
    parameters = [{"ParameterName": "LambdaArn", "ParameterValue": function["FunctionArn"]}]
    firehose = aws.client("firehose")
    firehose.create_delivery_stream(
        DeliveryStreamName="flights-to-lake",
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={
            "BucketARN": "arn:aws:s3:::lake",
            "RoleARN": ROLE,
            "Prefix": "data/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
            "CompressionFormat": "GZIP",
            "ProcessingConfiguration": {
                "Enabled": True,
                "Processors": [{"Type": "Lambda", "Parameters": parameters}],
            },
        },
    )
    entries = (Entry(json.dumps({"n": n}).encode(), "") for n in range(RECORDS))
    assert DeliveryProducer(firehose, "flights-to-lake").send(entries).sent == RECORDS
    aws.wait_until_idle(timeout=PATIENCE_SECONDS)


def start(aws: LocalAws, folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "constructs_lib", *words],
        env={**aws.environment(), "PYTHONPATH": str(Path(__file__).parents[3])},
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    try:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()
    return process.returncode, out, err


def steps(folder: Path) -> int:
    path = folder / "state" / "steps.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def in_stream(aws: LocalAws, name: str) -> list[dict[str, Any]]:
    kinesis = aws.client("kinesis")
    found = []
    for shard in kinesis.list_shards(StreamName=name)["Shards"]:
        position = kinesis.get_shard_iterator(
            StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while (page := kinesis.get_records(ShardIterator=position))["Records"]:
            found += [json.loads(record["Data"]) for record in page["Records"]]
            position = page["NextShardIterator"]
    return found


def test_what_a_delivery_stream_failed_is_listed(aws: LocalAws, tmp_path: Path) -> None:
    code, out, err = finish(start(aws, tmp_path, "failures", "s3://lake/errors", "--format", "json"))
    assert (code, err) == (1, "")
    document = json.loads(out)
    assert (document["records"], document["unreadable"]) == (RECORDS, [])
    assert {(group["kind"], group["stream"]) for group in document["groups"]} == {("processing", "flights-to-lake")}


def test_a_bucket_that_does_not_exist_is_one_sentence(aws: LocalAws, tmp_path: Path) -> None:
    for words in (["failures", "s3://nowhere"], ["redrive", "s3://nowhere", "--to", "stream:none"]):
        code, out, err = finish(start(aws, tmp_path, *words))
        assert (code, out) == (2, "")
        assert "cannot list s3://nowhere/: it does not exist" in err
        assert err.count("\n") == 1


def test_a_redrive_killed_again_and_again_loses_nothing(aws: LocalAws, tmp_path: Path) -> None:
    aws.client("kinesis").create_stream(StreamName="repaired", ShardCount=2)
    (tmp_path / "repair.py").write_text(REPAIR)
    words = ["redrive", "s3://lake/errors", "--to", "stream:repaired", "--transform", "repair.py"]
    words += ["--rate", str(RATE), "--state", "state", "--format", "json"]
    for _ in range(KILLS):
        before = max(1, steps(tmp_path))
        process = start(aws, tmp_path, *words)
        eventually(lambda before=before: steps(tmp_path) > before)  # type: ignore[misc]
        process.kill()
        assert finish(process)[0] == -signal.SIGKILL
    code, out, _ = finish(start(aws, tmp_path, *words))
    assert code == 1
    bad, dropped = RECORDS // 100, RECORDS // 100
    assert json.loads(out) == {
        "read": RECORDS,
        "sent": RECORDS - bad - dropped,
        "failed": bad,
        "unreadable": 0,
        "skipped": {"dropped by the transform": dropped},
        "reasons": {"ZeroDivisionError: division by zero": bad},
        "dry_run": False,
        "state": "state",
    }
    arrived = Counter(flight["n"] for flight in in_stream(aws, "repaired"))
    assert set(arrived) == {n for n in range(RECORDS) if n % 100 > 1}
    assert arrived.total() - len(arrived) <= KILLS * RATE
    kept = (tmp_path / "state" / "failed.jsonl").read_text().splitlines()
    assert len(kept) == bad
    assert {json.loads(line)["errorMessage"] for line in kept} == {"ZeroDivisionError: division by zero"}


def test_a_dry_run_sends_nothing_and_leaves_nothing(aws: LocalAws, tmp_path: Path) -> None:
    aws.client("kinesis").create_stream(StreamName="dry", ShardCount=1)
    code, out, _ = finish(start(aws, tmp_path, "redrive", "s3://lake", "--to", "stream:dry", "--dry-run"))
    assert code == 0
    assert f"{RECORDS:>11,}  would be sent" in out
    assert list(tmp_path.iterdir()) == []
    assert in_stream(aws, "dry") == []


@pytest.mark.parametrize("target", ["stream:none", "delivery:none"])
@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_target_that_does_not_exist_is_one_sentence(
    aws: LocalAws, tmp_path: Path, target: str, more: tuple[str, ...]
) -> None:
    code, _, err = finish(start(aws, tmp_path, "redrive", "s3://lake", "--to", target, *more))
    assert code == 2
    assert f"cannot send to {target}: it does not exist" in err
    assert "Traceback" not in err


def test_a_stream_that_is_deleted_half_way_is_named_with_what_was_sent_and_the_same_command_goes_on(
    aws: LocalAws, tmp_path: Path
) -> None:
    kinesis = aws.client("kinesis")
    kinesis.create_stream(StreamName="brief", ShardCount=1)
    words = ["redrive", "s3://lake/errors", "--to", "stream:brief", "--state", "state"]
    process = start(aws, tmp_path, *words, "--rate", str(RATE))
    eventually(lambda: steps(tmp_path) > 1)
    process.send_signal(signal.SIGSTOP)  # in its pause, so that it sends nothing between the two calls
    before = {flight["n"] for flight in in_stream(aws, "brief")}
    kinesis.delete_stream(StreamName="brief")
    process.send_signal(signal.SIGCONT)
    code, _, err = finish(process)
    assert (code, "Traceback" in err) == (2, False)
    assert "cannot send to stream:brief: it does not exist" in err
    assert f"({len(before):,} read, {len(before):,} sent, 0 failed again so far; the same command goes on" in err
    kinesis.create_stream(StreamName="brief", ShardCount=1)
    code, out, _ = finish(start(aws, tmp_path, *words))
    assert (code, f"{RECORDS:>11,}  sent" in out) == (0, True)
    after = [flight["n"] for flight in in_stream(aws, "brief")]
    assert set(after) == set(range(RECORDS)) - before
    assert len(after) == len(set(after))


def test_why_records_failed_again_is_counted(aws: LocalAws, tmp_path: Path) -> None:
    aws.client("kinesis").create_stream(StreamName="reasons", ShardCount=1)
    (tmp_path / "bug.py").write_text("def transform(record): return record if b'7' in record else exit(3)")
    words = ["redrive", "s3://lake", "--to", "stream:reasons", "--transform", "bug.py", "--state", "state"]
    failed = sum("7" not in str(n) for n in range(RECORDS))
    code, out, _ = finish(start(aws, tmp_path, *words, "--dry-run", "--format", "json"))
    assert (code, json.loads(out)["reasons"]) == (1, {"SystemExit: 3": failed})
    code, out, _ = finish(start(aws, tmp_path, *words))
    assert code == 1
    assert out.endswith(f"          0  unreadable\n{failed:>11,}    SystemExit: 3\nkept in state/failed.jsonl\n")


def test_an_address_without_documents_is_questioned(aws: LocalAws, tmp_path: Path) -> None:
    code, out, _ = finish(start(aws, tmp_path, "redrive", "s3://lake/eror", "--to", "stream:none", "--state", "state"))
    assert (code, out.splitlines()[-1]) == (
        0,
        "s3://lake/eror holds no failure documents: check the address and --since",
    )
