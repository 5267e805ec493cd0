"""What a command loads, and how wide its help is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib.cli import main

PROGRAM = "import sys; from constructs_lib.cli import main; main(sys.argv[1:]); print(*sorted(sys.modules))"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    file = tmp_path / "orders.json"
    file.write_text(json.dumps({"Resources": {"Orders": {"Type": "AWS::Kinesis::Stream"}}}), encoding="utf-8")
    return file


def loaded(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_a_check_of_a_plain_template_loads_neither_the_engine_nor_yaml(template: Path) -> None:
    modules = loaded("check", "--no-schema", str(template))
    assert "constructs_lib.policy.engine" in modules
    assert modules.isdisjoint({"cloudformation_validate", "yaml", "shutil", "boto3", "aws_cdk", "constructs_lib.spec"})


@pytest.mark.parametrize(("columns", "widest"), [("70", 68), ("60", 58), ("", 78), ("none", 78), ("0", 78)])
def test_help_is_as_wide_as_the_terminal(
    columns: str, widest: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    options = capsys.readouterr().out.split("options:")[1]
    assert widest - 15 < max(map(len, options.splitlines())) <= widest
