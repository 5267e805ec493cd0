"""How many records per second a transform handles on the flights, beside Powertools' classes and a loop by hand.

The event is as large as Lambda takes it, and its records carry the metadata that Firehose adds to those of a Kinesis
stream. Two functions: the flights' own, whose work is the same on every side, and one that only names a key, which
leaves the adapters to be measured.

The line "powertools" is what its documentation shows: decode, call, encode, answer; a line of JSON has spaces and no
newline. "Same work" adds by hand what a transform does besides: the same bytes with a newline, each answer measured,
what the function raises caught, keys checked, reasons counted, the clock watched. "With orjson" gives it the same JSON
library as the line below it.

Seconds are those of the processor, so that a busy machine changes them less; the sides take turns, the median counts.
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
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib.metadata import version
from itertools import cycle
from statistics import median
from types import SimpleNamespace
from typing import Any

import orjson
from aws_lambda_powertools.utilities.data_classes.kinesis_firehose_event import (
    KinesisFirehoseDataTransformationRecordMetadata,
    KinesisFirehoseDataTransformationResponse,
    KinesisFirehoseEvent,
)
from aws_lambda_powertools.utilities.serialization import base64_from_json

from apps.flights.events import encode_event, read_events
from apps.flights.functions.transform.index import clean
from benchmarks.timing import machine
from constructs_lib.limits import limit
from constructs_lib.runtime import Fail, Ok, Result, transform
from constructs_lib.runtime.deadline import MARGIN_MILLIS
from constructs_lib.runtime.fast_json import from_fast_json, to_fast_json_line

ROUNDS = 11
SAME_WORK = "powertools, same work"
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
                data = base64.b64encode((json.dumps(result.value) + "\n").encode()).decode()
                entry = {"result": "Ok", "data": data, "metadata": {"partitionKeys": dict(result.keys)}}
            else:
                entry = {"result": "ProcessingFailed"}
            entries.append({"recordId": record["recordId"], **entry})
        return {"records": entries}

    return handler


def through_powertools(each: Each) -> Handler:
    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        response = KinesisFirehoseDataTransformationResponse()
        for record in KinesisFirehoseEvent(event).records:
            result = each(record.data_as_json)
            if isinstance(result, Ok):
                answer = record.build_data_transformation_response(
                    data=base64_from_json(result.value),
                    metadata=KinesisFirehoseDataTransformationRecordMetadata(partition_keys=dict(result.keys)),
                )
            else:
                answer = record.build_data_transformation_response(result="ProcessingFailed")
            response.add_record(answer)
        return dict(response.asdict())

    return handler


def same_work(each: Each, keys: Sequence[str], read: Callable[[str], Any], write: Callable[[Any], str]) -> Handler:
    wanted = set(keys)

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        response = KinesisFirehoseDataTransformationResponse()
        left = RESPONSE_BYTES
        reasons: Counter[str] = Counter()
        for record in KinesisFirehoseEvent(event, json_deserializer=read).records:
            answer = failed = record.build_data_transformation_response(result="ProcessingFailed")
            try:
                if context.get_remaining_time_in_millis() < MARGIN_MILLIS:
                    raise TimeoutError
                result = each(record.data_as_json)
                if not isinstance(result, Ok):
                    reasons[result.reason] += 1
                elif result.keys.keys() != wanted:
                    reasons["other keys"] += 1
                else:
                    answer = record.build_data_transformation_response(
                        data=base64_from_json(result.value, json_serializer=write),
                        metadata=KinesisFirehoseDataTransformationRecordMetadata(partition_keys=dict(result.keys)),
                    )
            except Exception as error:
                reasons[type(error).__name__] += 1
            size = len(json.dumps(answer.asdict())) + len(", ")
            if size > left:
                answer, size = failed, 0
            left -= size
            response.add_record(answer)
        print(json.dumps({"reasons": reasons}))
        return dict(response.asdict())

    return handler


def json_line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def fast_json_line(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE).decode()


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


def handlers(each: Each, keys: Sequence[str]) -> dict[str, Handler]:
    fast: dict[str, Any] = {"decode": from_fast_json, "encode": to_fast_json_line}
    return {
        "powertools": through_powertools(each),
        SAME_WORK: same_work(each, keys, json.loads, json_line),
        f"{SAME_WORK}, with orjson": same_work(each, keys, orjson.loads, fast_json_line),
        "loop by hand": by_hand(each),
        "transform": transform(each, keys=keys),
        "transform, fast json": transform(each, keys=keys, **fast),
        "transform, deaggregate": transform(each, keys=keys, deaggregate=True),
    }


def measure(name: str, event: dict[str, Any], each: Each, keys: Sequence[str]) -> None:
    called = handlers(each, keys)
    seconds: dict[str, list[float]] = {name: [] for name in called}
    for _ in range(ROUNDS):
        for kind, handler in called.items():
            start = time.process_time()
            with redirect_stdout(io.StringIO()):
                handler(event, CONTEXT)
            seconds[kind].append(time.process_time() - start)
    size = len(json.dumps(event))
    base, same = median(seconds["powertools"]), median(seconds[SAME_WORK])
    print(f"\n{name}")
    for kind, handler in called.items():
        middle = median(seconds[kind])
        tracemalloc.start()
        with redirect_stdout(io.StringIO()):
            handler(event, CONTEXT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"  {kind:<34} {len(event['records']) / middle:9,.0f} records/s  {base / middle:5.2f} of powertools"
            f"  {same / middle:5.2f} of its same work  peak {peak / size:4.2f} of event"
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
    measure("a function that names a key", event, pass_on, ("carrier",))
    measure("the flights' own function", event, clean, ("carrier", "day"))
    print("\nimport, median of 7 processes")
    for statement in ("import constructs_lib.runtime", "import aws_lambda_powertools.utilities.data_classes"):
        print(f"  {statement:<55} {import_seconds(statement) * 1000:4.0f} ms")


if __name__ == "__main__":
    run()
