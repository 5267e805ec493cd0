"""An app that is made from a pattern passes its own tests; bad input is one sentence, and writes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from constructs_lib.cli.main import main
from constructs_lib.patterns import discover_patterns

ROOT = Path(__file__).resolve().parents[2]
QUIET = {"CDK_VALIDATION": "false", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=os.environ | QUIET, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("pattern", ["cdc-to-iceberg", "logs-to-http", "logs-to-opensearch", "waf-and-api-logs"])
def test_a_new_app_passes_its_own_tests_and_synthesizes(tmp_path, pattern):
    folder = tmp_path / "my orders"
    assert main(["new", pattern, str(folder)]) == 0
    tested = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert " passed" in tested.stdout
    assert run(folder, "app.py").returncode == 0


def test_the_tests_of_a_new_app_say_what_breaks_it(tmp_path):
    folder = tmp_path / "orders"
    assert main(["new", "stream-to-lake", str(folder)]) == 0
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
    released = run(folder, *tests, "--kinesis-release-update")
    assert "kinesis-constructs: stored releases/Orders.template.json" in released.stdout
    assert "7 passed" in released.stdout

    parameters = json.loads((folder / "parameters.json").read_text())
    (folder / "parameters.json").write_text(json.dumps({**parameters, "table": "sales"}))
    moved = run(folder, *tests).stdout
    assert "UPD030 place-is-replaced" in moved
    assert "DLV003 record-is-in-its-place" in moved
    assert "2 failed, 5 passed" in moved

    (folder / "parameters.json").write_text(json.dumps({**parameters, "retention_hours": 12}))
    refused = run(folder, *tests).stdout
    assert "the app cannot be synthesized: Orders/Pipeline: retention_hours is 12; allowed is 24 to 8760\n" in refused
    assert "  at        app.py:" in refused
    assert "jsii" not in refused


@pytest.mark.parametrize("pattern", [each.id for each in discover_patterns()])
def test_every_file_of_a_new_app_can_be_read(tmp_path, pattern):
    folder = tmp_path / "app"
    assert main(["new", f"{pattern}@1", str(folder)]) == 0
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert names == {"app.py", "cdk.json", "parameters.json", "pyproject.toml", "README.md", ".gitignore",
                     "tests/test_app.py", "tests/test_deliveries.py", ".github/workflows/ci.yml"}  # fmt: skip
    for file in folder.rglob("*.py"):
        compile(file.read_text("utf-8"), str(file), "exec")
    assert json.loads((folder / "cdk.json").read_text())["app"] == "python3 app.py"
    assert yaml.safe_load((folder / ".github/workflows/ci.yml").read_text())["jobs"]["test"]["steps"]


def test_what_is_decided_stands_in_the_parameters_and_is_no_example(tmp_path):
    folder = tmp_path / "metrics"
    assert main(["new", "metrics-to-s3", str(folder), "--set", 'namespaces=["AWS/SQS"]']) == 0
    assert json.loads((folder / "parameters.json").read_text()) == {"namespaces": ["AWS/SQS"]}
    assert "examples" not in (folder / "README.md").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["strem-to-lake", "app"], "did you mean stream-to-lake?"),
        (["stream-to-lake@2", "app"], "not in major version 2"),
        (["stream-to-lake", "full"], "full is not empty"),
        (["stream-to-lake", "full/kept.txt"], "is a file"),
        (["stream-to-lake", "app", "--set", "retention_hours=12"], "retention_hours is 12; allowed is 24 to 8760"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(tmp_path, monkeypatch, capsys, words, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").write_text("old")
    assert main(["new", *words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["full", "kept.txt"]
