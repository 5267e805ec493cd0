"""The failure queue of a consumer, read and sent again through the real command."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from constructs_lib.local import LocalAws
from tests.patience import PATIENCE_SECONDS, eventually

ROLE = "arn:aws:iam::000000000000:role/any"
RECORDS = 40
POISON = """
import base64, json

def handler(event, context):
    for record in event["Records"]:
        if json.loads(base64.b64decode(record["kinesis"]["data"]))["n"] % 10 == 3:
            raise ValueError("poison")
"""


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws.start(interval_cap=0.5) as running:
        yield running


def waiting(aws: LocalAws, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)  # type: ignore[arg-type]
    return sum(int(number) for number in found["Attributes"].values())


@pytest.fixture(scope="module")
def queue(aws: LocalAws) -> str:
    """A queue with the positions of what a consumer has given up, one record a message."""
    kinesis, sqs = aws.client("kinesis"), aws.client("sqs")
    for name in ("flights", "again"):
        kinesis.create_stream(StreamName=name, ShardCount=1)
    arn = kinesis.describe_stream_summary(StreamName="flights")["StreamDescriptionSummary"]["StreamARN"]
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", POISON)
    aws.client("lambda").create_function(
        FunctionName="watch",
        Runtime="python3.12",
        Handler="index.handler",
        Role=ROLE,
        Code={"ZipFile": packed.getvalue()},
    )
    kinesis.put_records(
        StreamName="flights",
        Records=[{"Data": json.dumps({"n": n}).encode(), "PartitionKey": f"key {n}"} for n in range(RECORDS)],
    )
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=arn,
        FunctionName="watch",
        StartingPosition="TRIM_HORIZON",
        BatchSize=10,
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=0,
        DestinationConfig={
            "OnFailure": {
                "Destination": sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
                    "QueueArn"
                ]
            }
        },
    )
    eventually(lambda: waiting(aws, url) == RECORDS // 10)
    return url


def command(aws: LocalAws, folder: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "constructs_lib", *words],
        env={**aws.environment(), "PYTHONPATH": str(Path(__file__).parents[3])},
        cwd=folder,
        text=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def in_stream(aws: LocalAws, name: str) -> list[tuple[str, int]]:
    kinesis = aws.client("kinesis")
    shard = kinesis.list_shards(StreamName=name)["Shards"][0]["ShardId"]
    iterator = kinesis.get_shard_iterator(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    page = kinesis.get_records(ShardIterator=iterator["ShardIterator"])
    return [(record["PartitionKey"], json.loads(record["Data"])["n"]) for record in page["Records"]]


def test_a_queue_is_shown_and_stays_as_it_was(aws: LocalAws, queue: str, tmp_path: Path) -> None:
    code, out, err = command(aws, tmp_path, "failures", "sqs://dead", "--format", "json")
    assert (code, err) == (1, "")
    document = json.loads(out)
    assert (document["objects"], document["records"]) == (4, 4)
    assert {(group["kind"], group["stream"]) for group in document["groups"]} == {("mapping", "flights")}
    assert waiting(aws, queue) == RECORDS // 10


def test_a_dry_run_reads_the_records_and_deletes_no_message(aws: LocalAws, queue: str, tmp_path: Path) -> None:
    words = ("redrive", "sqs://dead", "--to", "stream:again", "--dry-run", "--format", "json")
    code, out, err = command(aws, tmp_path, *words)
    assert (code, err) == (0, "")
    assert (json.loads(out)["read"], json.loads(out)["sent"]) == (4, 4)
    assert waiting(aws, queue) == RECORDS // 10
    assert in_stream(aws, "again") == []


def test_the_records_behind_the_positions_are_sent_and_their_messages_deleted(
    aws: LocalAws, queue: str, tmp_path: Path
) -> None:
    code, out, err = command(aws, tmp_path, "redrive", "sqs://dead", "--to", "stream:again", "--format", "json")
    assert (code, err) == (0, "")
    assert (json.loads(out)["read"], json.loads(out)["sent"]) == (4, 4)
    assert sorted(in_stream(aws, "again")) == [(f"key {n}", n) for n in (13, 23, 3, 33)]
    eventually(lambda: waiting(aws, queue) == 0)


def test_a_queue_that_does_not_exist_is_one_sentence(aws: LocalAws, tmp_path: Path) -> None:
    code, out, err = command(aws, tmp_path, "failures", "sqs://nowhere")
    assert (code, out) == (2, "")
    assert "cannot read sqs://nowhere: it does not exist" in err
    assert err.count("\n") == 1
