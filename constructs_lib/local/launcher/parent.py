"""End with the parent, however it ends."""

from __future__ import annotations

import os
import shutil
import signal
import threading

VARIABLE = "KINESIS_CONSTRUCTS_PARENT_PIPE"


def watch() -> None:
    """Remove the private folder and kill this process group when the other end of the parent's pipe closes.

    The kernel closes it even when the parent is killed. A local AWS that may outlive its parent has no pipe.
    """
    descriptor = os.environ.pop(VARIABLE, None)
    if descriptor is not None:
        threading.Thread(target=wait_for_end, args=(int(descriptor),), name="parent-watch", daemon=True).start()


def wait_for_end(descriptor: int) -> None:
    """Block until the pipe is closed; nothing is ever written to it."""
    os.set_inheritable(descriptor, False)
    os.read(descriptor, 1)
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)
