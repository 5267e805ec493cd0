"""Do a part of the work in a forked process, which sees everything that this one has read."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

R = TypeVar("R")


def processes() -> int:
    """How many processes can work at once, this one included; 1 where forking is not safe.

    While other threads run, no process is forked, nor on systems whose libraries do not survive it.
    """
    safe = sys.platform == "linux" and threading.active_count() == 1
    return len(os.sched_getaffinity(0)) if safe else 1


def at_once(works: Sequence[Callable[[], R]]) -> list[R]:
    """Do the first work in this process and each other one in a forked process; the results, in order."""
    helpers = [Helper(work) for work in works[1:]]
    return [works[0](), *(helper.result() for helper in helpers)]


class Helper(Generic[R]):
    """A forked process that does one work."""

    def __init__(self, work: Callable[[], R]) -> None:
        """Start it.

        Args:
            work: gives what can be pickled.
        """
        self.work = work
        self.answer, into = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            self.do(into)
        os.close(into)

    def do(self, into: int) -> None:
        """Work, write down what comes of it, and end without what this process would do at its own end."""
        import pickle

        try:
            with os.fdopen(into, "wb") as pipe:
                pickle.dump(self.work(), pipe, pickle.HIGHEST_PROTOCOL)
        finally:
            os._exit(0)

    def result(self) -> R:
        """Wait for what comes of it; where it has been stopped, which the system may do, the work is done here."""
        import pickle

        found: list[R] = []
        with os.fdopen(self.answer, "rb") as pipe, suppress(EOFError, pickle.UnpicklingError):
            found.append(pickle.load(pipe))  # noqa: S301  written by this program
        os.waitpid(self.process, 0)
        return found[0] if found else self.work()
