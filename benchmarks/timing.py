"""Time whole processes in turn, so that a machine that slows down slows all of them."""

from __future__ import annotations

import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

ROUNDS = 3
FOUND_SOMETHING = {0, 1, 2, 4, 6, 8, 10, 12, 14}


@dataclass(frozen=True)
class Run:
    """One process that has ended.

    Attributes:
        seconds: wall time.
        processor_seconds: user and system time of the process and its children.
        peak_mb: the most memory it held at once (resident set), in 10^6 bytes; at least what this process holds, which
            the system counts as inherited.
        output: what it printed.
    """

    seconds: float
    processor_seconds: float
    peak_mb: float
    output: str


def run_process(command: Sequence[str]) -> Run:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed with something else than what checkers end with: 1 and cfn-lint's bits.
    """
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env=as_installed())
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode not in FOUND_SOMETHING:
        raise subprocess.CalledProcessError(process.returncode, list(command), text)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, text)


def as_installed() -> dict[str, str]:
    """The environment in which Python keeps compiled modules, as pip does for what it installs."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_in_turn(commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS) -> dict[str, list[Run]]:
    """Run every command once uncounted, then in turn, A B A B."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            done = run_process(command)
            if turn:
                runs[name].append(done)
    return runs


def machine(*packages: str) -> str:
    """Say what was measured on: processor count, Python and the versions of packages."""
    parts = [f"{os.cpu_count()} cores", platform.machine(), f"Python {platform.python_version()}"]
    for name in packages:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} missing")
    return ", ".join(parts)
