"""How fast the delivery engine works in process, and what the last demonstration took end to end.

In process there is no HTTP, no Lambda process and no S3: the engine's own cost. The demonstration has all of them, on
the local AWS; AWS itself is slower in latency and faster in throughput.
"""

from __future__ import annotations

import base64
import json
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.timing import machine
from constructs_lib.simulation import DeliveryEngine, SourceRecord

ROOT = Path(__file__).resolve().parent.parent
SUMMARY = ROOT / "build" / "demo" / "summary.json"
RECORDS = 20_000
ROUNDS = 5
CARRIERS = ("UA", "B6", "EV", "DL", "AA", "MQ", "US", "9E")
PROPERTIES = {
    "ExtendedS3DestinationConfiguration": {
        "BucketARN": "arn:aws:s3:::lake",
        "Prefix": "carrier=!{partitionKeyFromLambda:carrier}/day=!{partitionKeyFromLambda:day}/",
        "ErrorOutputPrefix": "failed/!{firehose:error-output-type}/",
        "CompressionFormat": "GZIP",
        "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 60},
        "DynamicPartitioningConfiguration": {"Enabled": True},
        "ProcessingConfiguration": {
            "Enabled": True,
            "Processors": [
                {
                    "Type": "Lambda",
                    "Parameters": [
                        {
                            "ParameterName": "LambdaArn",
                            "ParameterValue": "arn:aws:lambda:us-east-1:111122223333:function:keys",
                        },
                        {"ParameterName": "BufferSizeInMBs", "ParameterValue": "1"},
                    ],
                }
            ],
        },
    }
}


class Shelf:
    """Counts objects instead of keeping them."""

    def __init__(self) -> None:
        self.objects = 0

    def put(self, bucket: str, key: str, body: bytes, *, content_encoding: str | None = None) -> None:  # noqa: ARG002
        self.objects += 1


class Keys:
    """Answers every record with its own keys, and measures its own time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:  # noqa: ARG002
        start = time.perf_counter()
        answer = {"records": [self.answer(record) for record in event["records"]]}
        self.seconds += time.perf_counter() - start
        return answer

    @staticmethod
    def answer(record: dict[str, Any]) -> dict[str, Any]:
        flight = json.loads(base64.b64decode(record["data"]))
        keys = {"carrier": flight["carrier"], "day": flight["day"]}
        return {
            "recordId": record["recordId"],
            "result": "Ok",
            "data": record["data"],
            "metadata": {"partitionKeys": keys},
        }


def once() -> tuple[float, int]:
    """Deliver the records once; give the engine's own seconds and the number of objects."""
    shelf, keys = Shelf(), Keys()
    engine = DeliveryEngine(
        "benchmark",
        "arn:aws:firehose:us-east-1:111122223333:deliverystream/benchmark",
        PROPERTIES,
        store=shelf,
        functions=keys,
        region="us-east-1",
        account="111122223333",
    )
    padding = "x" * 400
    records = [
        SourceRecord(
            json.dumps({"carrier": CARRIERS[n % 8], "day": f"2013-01-{n % 10 + 1:02}", "pad": padding}).encode(),
            arrival=time.time(),
        )
        for n in range(RECORDS)
    ]
    start = time.perf_counter()
    engine.accept(records)
    engine.flush()
    seconds = time.perf_counter() - start - keys.seconds
    if engine.counts.delivered != RECORDS:
        raise RuntimeError(f"delivered {engine.counts.delivered} of {RECORDS}")
    return seconds, shelf.objects


def run() -> None:
    """Measure and print."""
    print(f"delivery engine in process: {RECORDS:,} records of about 450 bytes, transform, two keys, GZIP")
    print(f"  on {machine()}")
    rounds = [once() for _ in range(ROUNDS)]
    seconds = [own for own, _ in rounds]
    median = statistics.median(seconds)
    print(f"  without the function {median:.2f} s ({min(seconds):.2f} to {max(seconds):.2f}), {rounds[0][1]} objects")
    print(f"  {RECORDS / median:,.0f} records/s")
    if SUMMARY.exists():
        summary = json.loads(SUMMARY.read_text(encoding="utf-8"))
        print(
            f"last demonstration: {summary['sent']:,} records, {summary['records_per_second']:,} records/s end to end,"
        )
        print(f"  {summary['seconds']} s in all, {summary['lost']} lost")


if __name__ == "__main__":
    run()
