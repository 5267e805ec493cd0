"""The page about tests shows a project whose tests pass."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "testing.md"
FILE = re.compile(r"^```\w+\n# (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_project_on_the_page_passes_its_own_tests(tmp_path):
    for name, content in FILE.findall(PAGE.read_text("utf-8")):
        (tmp_path / name).write_text(content)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "4 passed, 1 skipped" in done.stdout, done.stdout + done.stderr


def test_the_page_names_every_assertion():
    from constructs_lib import testing

    assert [name for name in testing.__all__ if name not in PAGE.read_text("utf-8")] == []
