"""How fast records go into the local AWS: its PutRecords alone, the producer, and a redrive.

The first line calls PutRecords in a bare loop, with requests made beforehand: what the local AWS takes of one client.
The producer batches, counts bytes and looks at every outcome; the redrive, in a process of its own, also lists, unpacks
and reads failure documents, and writes its journal to disk after each batch. Records per second are by the clock, and
depend on what else the machine does; those by processor second are what our side alone costs.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median
from typing import Any

from apps.flights.events import encode_event, read_events
from benchmarks.timing import machine
from constructs_lib.local import LocalAws
from constructs_lib.operate import Entry, Producer
from constructs_lib.operate.produce import batches

RECORDS = 50_000
OBJECTS = 20
SHARDS = 4
ROUNDS = 3


def flights() -> list[Entry]:
    chosen = islice(cycle(list(read_events())), RECORDS)
    return [Entry(encode_event(flight), f"{flight['tailnum']} {n}") for n, flight in enumerate(chosen)]


def fill(aws: LocalAws, entries: list[Entry]) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="failures")
    size = len(entries) // OBJECTS
    for number in range(OBJECTS):
        lines = (
            json.dumps({"rawData": base64.b64encode(entry.data).decode(), "errorCode": "Lambda.FunctionError"})
            for entry in entries[number * size : (number + 1) * size]
        )
        body = gzip.compress("\n".join(lines).encode())
        s3.put_object(Bucket="failures", Key=f"processing-failed/{number:03}.gz", Body=body)


def bare(client: Any, name: str, requests: list[list[dict[str, Any]]]) -> None:
    for records in requests:
        assert not client.put_records(StreamName=name, Records=records)["FailedRecordCount"]


def redrive(aws: LocalAws, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        words = ["redrive", "s3://failures", "--to", f"stream:{name}", "--state", folder, "--format", "json"]
        done = subprocess.run(
            [sys.executable, "-m", "constructs_lib", *words],
            env=aws.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
    assert json.loads(done.stdout)["sent"] == RECORDS


def processor_seconds() -> float:
    """Sum up this process and its children that have ended; the local AWS has not."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def run() -> None:
    """Measure and print."""
    entries = flights()
    requests = [
        [{"Data": entry.data, "PartitionKey": entry.partition_key} for entry in batch] for batch in batches(entries)
    ]
    with LocalAws.start() as aws:
        fill(aws, entries)
        kinesis: Any = aws.client("kinesis")
        ways: dict[str, Callable[[str], object]] = {
            "PutRecords alone": lambda name: bare(kinesis, name, requests),
            "producer": lambda name: Producer(kinesis, name).send(entries),
            "producer, aggregated": lambda name: Producer(kinesis, name, aggregated=True).send(entries),
            "redrive, whole process": lambda name: redrive(aws, name),
        }
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        processor: dict[str, list[float]] = {way: [] for way in ways}
        for number in range(ROUNDS):
            for way, send in ways.items():
                name = f"flights-{number}-{len(way)}"
                kinesis.create_stream(StreamName=name, ShardCount=SHARDS)
                start, busy = time.perf_counter(), processor_seconds()
                send(name)
                seconds[way].append(time.perf_counter() - start)
                processor[way].append(processor_seconds() - busy)
                kinesis.delete_stream(StreamName=name)
    print(f"{RECORDS:,} flights into a stream of {SHARDS} shards of the local AWS, median of {ROUNDS}")
    print(f"  on {machine()}")
    ceiling = median(seconds["PutRecords alone"])
    for way, times in seconds.items():
        middle = median(times)
        print(
            f"  {way:<24} {RECORDS / middle:9,.0f} records/s  {ceiling / middle:5.2f} of PutRecords alone"
            f"  {RECORDS / median(processor[way]):9,.0f} by processor second"
        )


if __name__ == "__main__":
    run()
