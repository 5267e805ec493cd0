"""How long a thousand pipeline specs take, read from a folder; half are small, half say a lot."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.timing import machine, run_in_turn

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
SPECS = 1000
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:watch"
SMALL: Mapping[str, Any] = {
    "streams": {"Orders": {"retention": "7 d"}},
    "deliveries": {"ToLake": {"source": "Orders", "s3": {"partitionBy": {"jq": {"shop": ".shop"}}}}},
}
LARGE: Mapping[str, Any] = {
    "streams": {"Orders": {"shards": 4}, "Clicks": {}},
    "consumers": {
        "Watch": {"stream": "Orders", "function": FUNCTION, "filters": [{"data": {"kind": ["cancelled"]}}]},
        "Count": {"stream": "Clicks", "function": FUNCTION, "fanOut": False, "tumblingWindow": "1 min"},
    },
    "deliveries": {
        **SMALL["deliveries"],
        "Columns": {"source": "Clicks", "s3": {"conversion": {"table": {"database": "web", "name": "clicks"}}}},
        "Rows": {
            "s3": {
                "prefix": "rows/",
                "conversion": {"eventTable": {"name": "rows", "schema": {"properties": {"id": {"type": "string"}}}}},
            }
        },
        "Vendor": {"httpEndpoint": {"url": "https://ingest.example.com", "backup": {"bucket": "Lost"}}},
    },
    "writers": {"Logs": {"target": "Vendor", "logSubscription": {"logGroup": "/app/orders"}}},
    "alarms": {"periods": 5, "without": ["Errors"]},
    "failureBuckets": {"Lost": {"retention": "90 d"}},
}


def write_specs(folder: Path) -> None:
    """Write the specs."""
    for at in range(SPECS):
        spec = {"version": 1, "description": f"team {at}", **(LARGE if at % 2 else SMALL)}
        (folder / f"{at:04}.yaml").write_text(yaml.safe_dump(spec, sort_keys=False), encoding="utf-8")


def run() -> None:
    """Measure and print."""
    print(f"checking {SPECS} pipeline specs in a folder, on {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        write_specs(Path(folder))
        command = [str(BIN / "kinesis-constructs"), "check", folder]
        (runs,) = run_in_turn({"check": command}).values()
    best = min(runs, key=lambda each: each.seconds)
    last = best.output.strip().splitlines()[-1]
    print(f"  {best.seconds:.1f} s wall, {best.processor_seconds:.1f} s of processors, {best.peak_mb:.0f} MB: {last}")


if __name__ == "__main__":
    run()
