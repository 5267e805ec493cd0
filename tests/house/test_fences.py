from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIGHT = [
    "limits", "graph", "spec", "patterns", "policy", "publishing", "report", "simulation", "runtime", "cli", "local",
]  # fmt: skip
HEAVY = {"aws_cdk", "jsii", "constructs", "boto3", "botocore"}


@pytest.mark.parametrize("room", LIGHT)
def test_a_light_room_loads_neither_the_cdk_nor_boto3_and_needs_no_node(room: str) -> None:
    program = f"import json, sys, constructs_lib.{room}; print(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "PATH": "/nowhere", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert HEAVY.isdisjoint(json.loads(done.stdout))


def test_the_rooms_keep_their_import_contracts() -> None:
    command = [str(ROOT / ".venv" / "bin" / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout


def test_a_rule_file_is_named_after_its_rule() -> None:
    from constructs_lib.policy.registry import relations

    for path in (ROOT / "constructs_lib" / "policy" / "rules").rglob("*.py"):
        if path.name == "__init__.py":
            continue
        assert any(path.stem.startswith(rule.id.lower()) for rule in relations()), path


def test_no_aws_number_is_written_twice() -> None:
    """The bytes of a synchronous Lambda answer are the number most often copied."""
    for path in (ROOT / "constructs_lib").rglob("*.py"):
        assert "6291556" not in path.read_text(encoding="utf-8").replace("_", "").replace(",", ""), path


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of a machine and no registry's host stands in what is published."""
    forbidden = ("/work/", "pypi.org", "registry.npmjs.org", "files.pythonhosted.org")
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split()
    for name in tracked:
        if name == "tests/house/test_fences.py" or not (ROOT / name).is_file():
            continue
        text = (ROOT / name).read_bytes()
        assert not [word for word in forbidden if word.encode() in text], name


def test_a_rule_reads_an_adjustable_limit_as_it_holds_for_the_account() -> None:
    import re

    from constructs_lib.limits import Kind, table

    quotas = {key for key, limit in table().items() if limit.adjustable and limit.kind is Kind.QUOTA}
    for path in (ROOT / "constructs_lib" / "policy" / "rules").rglob("*.py"):
        text = path.read_text("utf-8")
        if quotas & set(re.findall(r'limit\("([^"]+)"\)', text)):
            assert ".view.limit(" in text, path
