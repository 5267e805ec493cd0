"""Ctrl-C ends the demo at a moment when it knows every process it has started."""

from __future__ import annotations

import signal
import subprocess
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)
AGAIN_SECONDS = 0.02


def install() -> None:
    """Let SIGINT and SIGTERM raise `KeyboardInterrupt`, once, and never while a process is being started."""
    for number in (*STOPPING, signal.SIGALRM):
        signal.signal(number, interrupt)


def interrupt(_: int, frame: FrameType | None) -> None:
    """Interrupt now, or a moment later when nobody holds the new process yet and so nobody could end it.

    Raises:
        KeyboardInterrupt: and no second one, which would keep the first from cleaning up.
    """
    if is_starting_a_process(frame):
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
        return
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def is_starting_a_process(frame: FrameType | None) -> bool:
    """Tell whether `subprocess.Popen` is still being made in this frame or above it."""
    while frame is not None:
        if frame.f_code is subprocess.Popen.__init__.__code__:
            return True
        frame = frame.f_back
    return False
