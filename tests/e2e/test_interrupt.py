from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from apps.flights.demo.steps import ROOT

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform != "linux", reason="finds orphans by making this process their new parent"),
]
PR_SET_CHILD_SUBREAPER = 36
INTERRUPTED = 130


@pytest.mark.parametrize("step", ["Synthesize the app", "cdk bootstrap", "cdk deploy", "Wait until"])
def test_ctrl_c_leaves_no_process(step, tmp_path):
    before = running_children()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        code = interrupted_at(step, tmp_path)
        left = running_children() - before
    finally:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0)
    assert code == INTERRUPTED
    assert left == set()
    assert not (tmp_path / "summary.json").exists()


def interrupted_at(step: str, results: Path) -> int:
    """Run the demo, send it SIGINT as soon as a step has begun, and give its exit code."""
    command = [sys.executable, "-u", "-m", "apps.flights.demo", "--records", "500", "--results", str(results)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as demo:
        assert demo.stdout is not None
        lines = []
        for line in demo.stdout:
            lines.append(line)
            if line.startswith(f"… {step}"):
                demo.send_signal(signal.SIGINT)
                break
        rest = demo.stdout.read()
    assert "interrupted" in rest, "".join(lines) + rest
    return demo.returncode


def running_children() -> set[int]:
    """The processes whose parent is this one, without those that only wait to be reaped."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.add(int(status.parent.name))
    return found
