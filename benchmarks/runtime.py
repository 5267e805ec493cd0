"""How many records per second a transform handles on the flights, beside Powertools' classes and a loop by hand.

The event is as large as Lambda takes it, and its records carry the metadata that Firehose adds to those of a Kinesis
stream. Two functions: the flights' own, whose work is the same on every side, and one that only names a key, which
leaves the adapters to be measured. Powertools' classes decode, encode and build the answer. They do not measure it,
catch what a function raises, check keys, count reasons or watch the clock; the line "with guards" adds by hand the
measuring, the catching and the counting.
"""

from __future__ import annotations

import base64
import io
import json
import platform
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.metadata import version
from itertools import cycle
from statistics import median
from types import SimpleNamespace
from typing import Any

from aws_lambda_powertools.utilities.data_classes.kinesis_firehose_event import (
    KinesisFirehoseDataTransformationRecordMetadata,
    KinesisFirehoseDataTransformationResponse,
    KinesisFirehoseEvent,
)

from apps.flights.events import encode_event, read_events
from apps.flights.functions.transform.index import clean
from benchmarks.timing import machine
from constructs_lib.limits import limit
from constructs_lib.runtime import Fail, Ok, Result, to_json_line, transform
from constructs_lib.runtime.fast_json import from_fast_json, to_fast_json_line

ROUNDS = 7
REQUEST_BYTES = int(limit("lambda-sync-request-bytes").high)
RESPONSE_BYTES = int(limit("lambda-sync-response-bytes").high)
CONTEXT = SimpleNamespace(function_name="bench", get_remaining_time_in_millis=lambda: 60_000)
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
Each = Callable[[Any], Result]


def pass_on(flight: dict[str, str]) -> Result:
    """Name the partition key and change nothing."""
    return Fail("never departed") if flight["dep_time"] == "NA" else Ok(flight, {"carrier": flight["carrier"]})


def by_hand(each: Each) -> Handler:
    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        entries = []
        for record in event["records"]:
            result = each(json.loads(base64.b64decode(record["data"])))
            if isinstance(result, Ok):
                data = base64.b64encode(to_json_line(result.value)).decode()
                entry = {"result": "Ok", "data": data, "metadata": {"partitionKeys": dict(result.keys)}}
            else:
                entry = {"result": "ProcessingFailed"}
            entries.append({"recordId": record["recordId"], **entry})
        return {"records": entries}

    return handler


def through_powertools(each: Each, *, guards: bool = False) -> Handler:
    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        response = KinesisFirehoseDataTransformationResponse()
        left = RESPONSE_BYTES
        reasons: Counter[str] = Counter()
        for record in KinesisFirehoseEvent(event).records:
            failed = record.build_data_transformation_response(result="ProcessingFailed")
            try:
                result = each(record.data_as_json)
            except Exception as error:
                if not guards:
                    raise
                result = Fail(type(error).__name__)
            answer = failed
            if isinstance(result, Ok):
                answer = record.build_data_transformation_response(
                    result="Ok",
                    data=base64.b64encode(to_json_line(result.value)).decode(),
                    metadata=KinesisFirehoseDataTransformationRecordMetadata(partition_keys=dict(result.keys)),
                )
            else:
                reasons[result.reason] += 1
            if guards:
                size = len(json.dumps(answer.asdict())) + 2
                answer, size = (answer, size) if size <= left else (failed, 0)
                left -= size
            response.add_record(answer)
        return dict(response.asdict())

    return handler


def full_event() -> dict[str, Any]:
    """Make an event that is just within what Lambda takes."""
    records: list[dict[str, Any]] = []
    size = 0
    for number, flight in enumerate(cycle(list(read_events()))):
        metadata = {
            "shardId": "shardId-000000000000",
            "partitionKey": flight["carrier"],
            "approximateArrivalTimestamp": 1_795_000_000_000 + number,
            "sequenceNumber": f"{number:056}",
            "subsequenceNumber": 0,
        }
        record = {
            "recordId": f"{number:056}",
            "approximateArrivalTimestamp": metadata["approximateArrivalTimestamp"],
            "data": base64.b64encode(encode_event(flight)).decode(),
            "kinesisRecordMetadata": metadata,
        }
        size += len(json.dumps(record)) + 2
        if size > REQUEST_BYTES - 100:
            return {"records": records}
        records.append(record)
    raise AssertionError("there are no flights")


def handlers(each: Each) -> dict[str, Handler]:
    return {
        "powertools": through_powertools(each),
        "powertools with guards": through_powertools(each, guards=True),
        "loop by hand": by_hand(each),
        "transform": transform(each),
        "transform, fast json": transform(each, decode=from_fast_json, encode=to_fast_json_line),
        "transform, keys, deaggregate": transform(
            each, keys=("carrier",) if each is pass_on else ("carrier", "day"), deaggregate=True
        ),
    }


def measure(name: str, event: dict[str, Any], each: Each) -> None:
    called = handlers(each)
    seconds: dict[str, list[float]] = {name: [] for name in called}
    for _ in range(ROUNDS):
        for kind, handler in called.items():
            start = time.perf_counter()
            with redirect_stdout(io.StringIO()):
                handler(event, CONTEXT)
            seconds[kind].append(time.perf_counter() - start)
    size = len(json.dumps(event))
    base, guarded = median(seconds["powertools"]), median(seconds["powertools with guards"])
    print(f"\n{name}")
    for kind, handler in called.items():
        middle = median(seconds[kind])
        tracemalloc.start()
        with redirect_stdout(io.StringIO()):
            handler(event, CONTEXT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"  {kind:<29} {len(event['records']) / middle:9,.0f} records/s  {base / middle:5.2f} of powertools"
            f"  {guarded / middle:5.2f} of it with guards  peak {peak / size:4.2f} of event"
        )


def import_seconds(statement: str) -> float:
    program = f"import time; start = time.perf_counter(); {statement}; print(time.perf_counter() - start)"
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in range(7)
    ]
    return median(float(run.stdout) for run in runs)


def run() -> None:
    """Measure and print."""
    event = full_event()
    print(f"a transformation batch of {len(event['records'])} flights, {len(json.dumps(event))} bytes, in one process")
    print(f"  on {machine()}, {platform.system()}, aws-lambda-powertools {version('aws-lambda-powertools')}, ", end="")
    print(f"orjson {version('orjson')}")
    measure("a function that names a key", event, pass_on)
    measure("the flights' own function", event, clean)
    print("\nimport, median of 7 processes")
    for statement in ("import constructs_lib.runtime", "import aws_lambda_powertools.utilities.data_classes"):
        print(f"  {statement:<55} {import_seconds(statement) * 1000:4.0f} ms")


if __name__ == "__main__":
    run()
