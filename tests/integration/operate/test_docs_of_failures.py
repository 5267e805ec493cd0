"""The page about failures shows functions that work."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import boto3
import pytest
from moto import mock_aws

from constructs_lib import runtime

PAGE = Path(__file__).resolve().parents[3] / "docs" / "failures.md"
FILE = re.compile(r"^```python\n# (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILE.findall(PAGE.read_text("utf-8")):
        (tmp_path / name).write_text(content)
    return tmp_path


def test_the_transform_on_the_page_passes_its_test(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_clean.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_consumer_on_the_page_handles_an_order_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = run_path(str(folder / "watch.py"))["handler"]
    data = base64.b64encode(json.dumps({"id": "a", "price": 2_000}).encode()).decode()
    event = {"Records": [{"kinesis": {"sequenceNumber": "1", "partitionKey": "k", "data": data}}]}
    for _ in range(2):
        assert handler(event, SimpleNamespace(function_name="watch")) == {"batchItemFailures": []}
    first, again = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["Large"], first["Handled"], first["Repeated"]) == (1, 1, 0)
    assert (again["Handled"], again["Repeated"]) == (0, 1)


def test_the_producer_on_the_page_sends_what_it_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        boto3.client("kinesis").create_stream(StreamName="orders", ShardCount=1)
        run_path(str(folder / "produce.py"))
    assert capsys.readouterr().out == "1000 0 ()\n"


def test_the_page_names_every_adapter_and_decoder() -> None:
    made = [name for name in runtime.__all__ if name.islower() and not name.startswith(("to_", "reingest_"))]
    assert [name for name in {*made, "from_fast_json"} if f"`{name}" not in PAGE.read_text("utf-8")] == []
