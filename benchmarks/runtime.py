"""How many records per second the adapters handle on the flights, beside the loop a careful person would write by hand.

The event is as large as Lambda takes it. The loop by hand does the same decoding, function and encoding, and neither
measures its answer, counts reasons nor watches the clock: the difference is what the guards cost.
"""

from __future__ import annotations

import base64
import io
import json
import platform
import time
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stdout
from itertools import cycle
from statistics import median
from types import SimpleNamespace
from typing import Any

from apps.flights.events import encode_event, read_events
from apps.flights.functions.transform.index import clean
from benchmarks.timing import machine
from constructs_lib.limits import limit
from constructs_lib.runtime import Ok, transform

ROUNDS = 7
REQUEST_BYTES = int(limit("lambda-sync-request-bytes").high)
CONTEXT = SimpleNamespace(function_name="bench", get_remaining_time_in_millis=lambda: 60_000)
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def by_hand(event: dict[str, Any], _context: object) -> dict[str, Any]:
    entries = []
    for record in event["records"]:
        result = clean(json.loads(base64.b64decode(record["data"])))
        if isinstance(result, Ok):
            data = json.dumps(result.value, separators=(",", ":")).encode() + b"\n"
            keys = {"partitionKeys": dict(result.keys)}
            entry = {"result": "Ok", "data": base64.b64encode(data).decode(), "metadata": keys}
        else:
            entry = {"result": "ProcessingFailed"}
        entries.append({"recordId": record["recordId"], **entry})
    return {"records": entries}


def full_event() -> dict[str, Any]:
    """Make an event that is just within what Lambda takes."""
    records: list[dict[str, str]] = []
    size = 0
    for number, flight in enumerate(cycle(list(read_events()))):
        record = {"recordId": f"{number:056}", "data": base64.b64encode(encode_event(flight)).decode()}
        size += len(json.dumps(record)) + 2
        if size > REQUEST_BYTES - 100:
            return {"records": records}
        records.append(record)
    raise AssertionError("there are no flights")


def run() -> None:
    """Measure and print."""
    event = full_event()
    handlers: dict[str, Handler] = {
        "loop by hand": by_hand,
        "transform": transform(clean),
        "transform, keys, deaggregate": transform(clean, keys=("carrier", "day"), deaggregate=True),
    }
    seconds: dict[str, list[float]] = {name: [] for name in handlers}
    for _ in range(ROUNDS):
        for name, handler in handlers.items():
            start = time.perf_counter()
            with redirect_stdout(io.StringIO()):
                handler(event, CONTEXT)
            seconds[name].append(time.perf_counter() - start)
    size = len(json.dumps(event))
    print(f"a transformation batch of {len(event['records'])} flights, {size} bytes, in one process")
    print(f"  on {machine()}, {platform.system()}")
    base = median(seconds["loop by hand"])
    for name, handler in handlers.items():
        middle = median(seconds[name])
        tracemalloc.start()
        with redirect_stdout(io.StringIO()):
            handler(event, CONTEXT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        rate = len(event["records"]) / middle
        print(
            f"  {name:<30} {rate:9,.0f} records/s  {base / middle:5.2f} of the loop  peak {peak / size:4.2f} of event"
        )


if __name__ == "__main__":
    run()
