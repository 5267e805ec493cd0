"""Time whole processes in turn, so that a machine that slows down slows all of them."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

ROUNDS = 7


@dataclass(frozen=True)
class Timing:
    """The wall seconds of each counted run."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{self.median:.3f} s ({min(self.seconds):.3f} to {max(self.seconds):.3f})"


def time_in_turn(commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS) -> dict[str, Timing]:
    """Run every command once uncounted, then in turn, A B A B, and time each run.

    Raises:
        subprocess.CalledProcessError: a command failed with something else than exit code 1, which a checker uses.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode not in {0, 1}:
                raise subprocess.CalledProcessError(done.returncode, list(command), done.stdout, done.stderr)
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: Timing(tuple(values)) for name, values in seconds.items()}


def machine(*packages: str) -> str:
    """Say what was measured on: processor count, Python and the versions of packages."""
    parts = [f"{os.cpu_count()} cores", platform.machine(), f"Python {platform.python_version()}"]
    for name in packages:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} missing")
    return ", ".join(parts)
