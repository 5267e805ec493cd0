from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from apps.flights.demo import interrupt


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (*interrupt.STOPPING, signal.SIGALRM)}
    interrupt.install()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", interrupt.STOPPING)
def test_a_signal_interrupts_once(number):
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), number)
    os.kill(os.getpid(), number)


def test_a_signal_while_a_process_is_being_started_waits_until_somebody_holds_it(monkeypatch):
    execute = subprocess.Popen._execute_child  # type: ignore[attr-defined]

    def interrupted(self: Any, *arguments: Any, **options: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        execute(self, *arguments, **options)

    monkeypatch.setattr(subprocess.Popen, "_execute_child", interrupted)
    held: list[subprocess.Popen[bytes]] = []

    def work() -> None:
        held.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        held[0].wait()

    with pytest.raises(KeyboardInterrupt):
        work()
    (process,) = held
    process.communicate()
