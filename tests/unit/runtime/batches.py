"""Batches as Firehose and Kinesis hand them to a function, and the log line that answers them."""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest

CONTEXT = SimpleNamespace(function_name="clean")


class Clock:
    """A context whose time runs down by one second with every look at it."""

    function_name = "clean"

    def __init__(self, seconds: int) -> None:
        self.left = seconds * 1000

    def get_remaining_time_in_millis(self) -> int:
        self.left -= 1000
        return self.left


def firehose_event(*payloads: bytes, partition_key: str | None = None) -> dict[str, Any]:
    metadata = {} if partition_key is None else {"kinesisRecordMetadata": {"partitionKey": partition_key}}
    records = [
        {"recordId": f"id-{n}", "data": base64.b64encode(data).decode(), **metadata} for n, data in enumerate(payloads)
    ]
    return {"records": records}


def results(answer: dict[str, Any]) -> list[str]:
    return [entry["result"] for entry in answer["records"]]


def delivered(answer: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(entry["data"]) for entry in answer["records"] if "data" in entry]


def log_line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (line,) = capsys.readouterr().out.splitlines()
    fields: dict[str, Any] = json.loads(line)
    return fields
