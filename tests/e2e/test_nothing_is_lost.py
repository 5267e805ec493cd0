"""100,000 flights through a pipeline that breaks in every way it can, replayed after a fix by a redrive that is killed.

It is killed at the moments that matter: in its pause, before a batch is sent, and after one was sent but not yet, or
only half, written down.

The flights are the 20,000 real ones of the sample, five times over, each with a number of its own. Two in a hundred are
cut off; the transform drops some, crashes now and then, and always for three of them; the consumer fails for twenty.
"""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from pathlib import Path

import pytest

import constructs_lib
from apps.flights.events import read_events
from constructs_lib.local import LocalAws
from constructs_lib.operate import Entry, Producer
from constructs_lib.operate.failures.bucket import FailureBucket, Location
from constructs_lib.operate.failures.record import FailedRecord, Payload
from tests.patience import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ROLE = "arn:aws:iam::000000000000:role/any"
PASSES = 5
RATE = 500
MOMENTS = ("in its pause", "not sent", "sent, not written", "sent, half written", "sent, not written")
SENT_TWICE = 3
PATIENCE_SECONDS = 300.0

TRANSFORM = """
import random
from constructs_lib.runtime import Drop, Ok, transform

BOMBS = {20_000, 50_005, 80_010}

def each(flight):
    if flight["n"] % 100 == 3:
        return Drop("not of interest")
    return Ok(flight)

answer = transform(each)

def handler(event, context):
    import base64, re
    numbers = {int(re.search(rb'"n":(\\d+)', base64.b64decode(one["data"]))[1]) for one in event["records"]}
    if numbers & BOMBS or random.random() < 0.05:
        raise MemoryError("crashed")
    return answer(event, context)
"""

CONSUMER = """
import json, os, boto3
from constructs_lib.runtime import consumer

def watch(line):
    number = int(line.partition('"n":')[2].partition(",")[0])
    if number % 5_000 == 11:
        raise ValueError("poison")
    seen.append(number)

seen = []
handle = consumer(watch, decode=lambda data: data.decode())

def handler(event, context):
    seen.clear()
    answer = handle(event, context)
    if seen:
        key = event["Records"][0]["kinesis"]["sequenceNumber"] + "-" + context.aws_request_id
        boto3.client("s3").put_object(Bucket="seen", Key=key, Body=json.dumps(seen).encode())
    return answer
"""

REPAIR = """
import json, os, re, signal
from pathlib import Path
from constructs_lib.operate.redrive.journal import Journal

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def die_before_it_is_written(self, step):
    if step.totals.read:
        die()

def die_half_way_through_the_line(self, document):
    if document.get("finished") is None:
        return write(self, document)
    self._steps.write(json.dumps(document).encode()[:20])
    self._steps.flush()
    die()

write = Journal._write
moment = os.environ.get("KILLED")
if moment == "sent, not written":
    Journal.commit = die_before_it_is_written
if moment == "sent, half written":
    Journal._write = die_half_way_through_the_line

def transform(record):
    if moment == "not sent":
        die()
    try:
        json.loads(record)
        return record
    except ValueError:
        return re.match(rb'{"n":\\d+', record)[0] + b"}"
"""


def broken(number: int) -> bool:
    return number % 50 == 7


def dropped(number: int) -> bool:
    return number % 100 == 3


def poison(number: int) -> bool:
    return number % 5_000 == 11


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws.start(interval_cap=1.0) as running:
        yield running


def package(code: str) -> bytes:
    packed = io.BytesIO()
    home = Path(constructs_lib.__file__).parent
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", code)
        for pattern in ("__init__.py", "runtime/*.py", "limits/*.py", "limits/facts/lambda.json"):
            for file in home.glob(pattern):
                archive.write(file, Path(home.name) / file.relative_to(home))
    return packed.getvalue()


def function(aws: LocalAws, name: str, code: str) -> str:
    made = aws.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Handler="index.handler",
        Role=ROLE,
        Code={"ZipFile": package(code)},
        Timeout=60,
    )
    return str(made["FunctionArn"])


def deploy(aws: LocalAws) -> None:
    kinesis, firehose, s3, sqs = (aws.client(name) for name in ("kinesis", "firehose", "s3", "sqs"))
    for bucket in ("lake", "seen"):
        s3.create_bucket(Bucket=bucket)
    for stream in ("flights", "again"):
        kinesis.create_stream(StreamName=stream, ShardCount=4)
    arn = kinesis.describe_stream_summary(StreamName="flights")["StreamDescriptionSummary"]["StreamARN"]
    parameters = [{"ParameterName": "LambdaArn", "ParameterValue": function(aws, "clean", TRANSFORM)}]
    target = {"BucketARN": "arn:aws:s3:::lake", "RoleARN": ROLE, "CompressionFormat": "GZIP"}
    firehose.create_delivery_stream(
        DeliveryStreamName="to-lake",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": arn, "RoleARN": ROLE},
        ExtendedS3DestinationConfiguration={
            **target,
            "Prefix": "data/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
            "ProcessingConfiguration": {"Enabled": True, "Processors": [{"Type": "Lambda", "Parameters": parameters}]},
        },
    )
    firehose.create_delivery_stream(
        DeliveryStreamName="repaired",
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={**target, "Prefix": "replayed/", "ErrorOutputPrefix": "replay-errors/"},
    )
    queue = sqs.create_queue(QueueName="dead")["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=arn,
        FunctionName=function(aws, "watch", CONSUMER),
        StartingPosition="TRIM_HORIZON",
        BatchSize=5_000,
        MaximumRetryAttempts=2,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        BisectBatchOnFunctionError=True,
        DestinationConfig={"OnFailure": {"Destination": queue_arn}},
    )


def events() -> Iterator[bytes]:
    flights = list(read_events())
    for number, flight in enumerate(chain.from_iterable(repeat(flights, PASSES))):
        line = json.dumps({"n": number, **flight}, separators=(",", ":")).encode()
        yield line[: len(line) // 2] if broken(number) else line


def numbers_in(aws: LocalAws, prefix: str, bucket: str = "lake") -> Counter[int]:
    """Count the flights in the objects below a prefix."""
    import gzip

    s3 = aws.client("s3")
    found: Counter[int] = Counter()
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for item in page.get("Contents", ()):
            body = s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
            content = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            found.update(map(int, re.findall(rb'"n":(\d+)', content)))
    return found


def command(aws: LocalAws, folder: Path, *words: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "constructs_lib", *words, "--format", "json"],
        env={**aws.environment(), "PYTHONPATH": str(Path(__file__).parents[2]), **variables},
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def steps(folder: Path) -> int:
    path = folder / "state" / "steps.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def killed_redrive(aws: LocalAws, folder: Path, words: Sequence[str]) -> list[int]:
    """Kill a redrive at each moment, and give how it ended each time."""
    ends = []
    for moment in MOMENTS:
        process = command(aws, folder, *words, "--rate", str(RATE), KILLED=moment)
        if moment == "in its pause":
            eventually(lambda process=process: steps(folder) > 1 or process.poll() is not None)  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
        process.communicate()
        ends.append(process.returncode)
    return ends


def test_everything_sent_is_delivered_dropped_or_failed_and_after_a_fix_replayed(aws: LocalAws, tmp_path: Path) -> None:
    deploy(aws)
    entries = (Entry(line, f"key {number % 997}") for number, line in enumerate(events()))
    report = Producer(aws.client("kinesis"), "flights").send(entries)
    everything = set(range(report.sent))
    assert (report.sent, report.unsent) == (20_000 * PASSES, ())
    aws.wait_until_idle(timeout=PATIENCE_SECONDS)

    delivered = numbers_in(aws, "data/")
    source = FailureBucket(aws.client("s3"), Location("lake", "errors/"))
    documents = [one for key in source.objects() for one in source.read(key)]
    failed = Counter(
        int(re.match(rb'{"n":(\d+)', one.content.data)[1])  # type: ignore[index]
        for one in documents
        if isinstance(one, FailedRecord) and isinstance(one.content, Payload)
    )
    gone = set(delivered) | set(failed)
    assert {n for n in everything if broken(n)} <= set(failed)
    assert {20_000, 50_005, 80_010} <= set(failed), "their batches crash each time"
    assert all(map(dropped, everything - gone)), "only what is dropped is nowhere"
    assert not any(map(dropped, delivered)), "what is dropped is not delivered"
    assert not set(delivered) & set(failed)
    assert delivered.total() == len(delivered)
    assert failed.total() == len(failed) == len(documents)

    (tmp_path / "repair.py").write_text(REPAIR)
    words = (
        "redrive",
        "s3://lake/errors/",
        "--to",
        "delivery:repaired",
        "--transform",
        "repair.py",
        "--state",
        "state",
    )
    assert killed_redrive(aws, tmp_path, words) == [-signal.SIGKILL] * len(MOMENTS)
    out, err = command(aws, tmp_path, *words).communicate()
    totals = json.loads(out)
    assert (totals["read"], totals["sent"]) == (len(failed), len(failed)), err
    aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    replayed = numbers_in(aws, "replayed/")
    assert set(replayed) == set(failed)
    again = [number for number, times in replayed.items() if times > 1]
    assert {replayed[number] for number in again} == {1 + SENT_TWICE}, "one batch, each time it was not written down"
    assert len(again) == RATE


def test_what_the_consumer_gave_up_is_read_again_from_its_stream(aws: LocalAws, tmp_path: Path) -> None:
    count = 20_000 * PASSES
    seen: Counter[int] = Counter()
    s3 = aws.client("s3")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket="seen"):
        for item in page.get("Contents", ()):
            seen.update(json.loads(s3.get_object(Bucket="seen", Key=item["Key"])["Body"].read()))
    given_up = {number for number in range(count) if poison(number)}
    assert set(range(count)) - set(seen) == given_up

    out, err = command(aws, tmp_path, "redrive", "sqs://dead", "--to", "stream:again").communicate()
    assert json.loads(out)["failed"] == 0, err
    kinesis = aws.client("kinesis")
    again: Counter[int] = Counter()
    for shard in kinesis.list_shards(StreamName="again")["Shards"]:
        at = kinesis.get_shard_iterator(StreamName="again", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")[
            "ShardIterator"
        ]
        while (page := kinesis.get_records(ShardIterator=at))["Records"]:
            again.update(int(re.match(rb'{"n":(\d+)', record["Data"])[1]) for record in page["Records"])  # type: ignore[index]
            at = page["NextShardIterator"]
    assert set(again) == given_up
