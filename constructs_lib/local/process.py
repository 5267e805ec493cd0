"""The process that MiniStack runs in: start it in a group of its own, end the whole group."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.local.errors import LocalAwsError
from constructs_lib.local.launcher import parent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LOOPBACK = "127.0.0.1"
START = Path(__file__).parent / "launcher" / "start.py"
TERM_SECONDS = 5.0
KILL_SECONDS = 10.0
ORPHAN_SECONDS = 1.0
POLL_SECONDS = 0.05
LOG_TAIL_LINES = 15
INHERITED = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def free_port(wanted: int = 0) -> int:
    """Find a port on the loopback interface.

    Args:
        wanted: the port to use; 0 for any free one.

    Raises:
        LocalAwsError: the wanted port is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, wanted))
        except (OSError, OverflowError):
            raise LocalAwsError(
                f"port {wanted} is not free: choose another with --port, or leave it out to get a free one"
            ) from None
        return int(probe.getsockname()[1])


def settings(*, port: int, scratch: Path, account: str, region: str) -> dict[str, str]:
    """Make MiniStack's environment.

    It reads variables with common names such as AUTH or DEBUG, so only what a program needs to run is inherited.
    """
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {
        **inherited,
        "PATH": with_node(inherited.get("PATH", os.defpath)),
        "TZ": "UTC",
        "TMPDIR": str(scratch),
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "MINISTACK_ACCOUNT_ID": account,
        "MINISTACK_REGION": region,
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONUNBUFFERED": "1",
    }


def with_node(path: str) -> str:
    """Add the folder of this Python's own Node, for functions written for it, behind what PATH names."""
    return os.pathsep.join([path, str(Path(sys.executable).parent)])


def spawn(
    python: Path,
    environment: dict[str, str],
    *,
    log: Path,
    keep: Sequence[int] = (),
    tied: bool,
) -> tuple[subprocess.Popen[bytes], int | None]:
    """Start MiniStack in its own process group.

    Args:
        python: the Python that MiniStack is installed for.
        environment: all of its variables.
        log: receives everything it writes.
        keep: descriptors that it keeps open.
        tied: end it when this process ends, however that happens.

    Returns:
        The process, and the descriptor to keep open as long as it shall live when it is tied.
    """
    theirs, ours = os.pipe() if tied else (None, None)
    if theirs is not None:
        environment = {**environment, parent.VARIABLE: str(theirs)}
        keep = (*keep, theirs)
    try:
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(python), "-P", str(START)],
                env=environment,
                cwd=environment["TMPDIR"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=keep,
            )
    except BaseException:
        if ours is not None:
            os.close(ours)
        raise
    finally:
        if theirs is not None:
            os.close(theirs)
    return process, ours


def end_group(leader: int, alive: Callable[[], bool]) -> None:
    """End a process group: TERM to its leader, then KILL to whatever is left.

    Args:
        leader: process id of the leader, which is the group's id.
        alive: tells whether the leader still runs.
    """
    signal_quietly(os.kill, leader, signal.SIGTERM)
    wait_until_over(alive, TERM_SECONDS)
    signal_quietly(os.killpg, leader, signal.SIGKILL)
    wait_until_over(alive, KILL_SECONDS)
    wait_until_over(lambda: has_members(leader), ORPHAN_SECONDS)


def has_members(group: int) -> bool:
    """Tell whether anything is left of a process group, be it a killed process that nobody has reaped."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):  # the latter is how macOS answers for one that has ended
        return False
    return True


def wait_until_over(alive: Callable[[], bool], seconds: float) -> None:
    """Wait until a process has ended, or the time is over."""
    deadline = time.monotonic() + seconds
    while alive() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def signal_quietly(send: Callable[[int, int], None], target: int, number: int) -> None:
    """Send a signal to whoever is left to receive it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        send(target, number)


def tail(log: Path) -> str:
    """Read the last lines of a log, for an error message."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-LOG_TAIL_LINES:])


def remove(scratch: Path) -> None:
    """Remove a private folder, whatever a killed process left in it."""
    shutil.rmtree(scratch, ignore_errors=True)
