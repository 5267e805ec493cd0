"""The one local AWS that `kinesis-constructs local up` starts, and that the other commands find."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.local import environment, process
from constructs_lib.local.connection import Connection
from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from constructs_lib.local.server import LocalAws


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What is written down about a running local AWS.

    Attributes:
        pid: leader of its process group.
        endpoint: where it listens.
        account: account of the commands that find it.
        region: their region.
        log: everything it writes.
        scratch: its private folder.
    """

    pid: int
    endpoint: str
    account: str
    region: str
    log: str
    scratch: str

    @classmethod
    def of(cls, aws: LocalAws) -> Registration:
        """Take down a local AWS that was started."""
        return cls(
            pid=aws.child.pid,
            endpoint=aws.endpoint,
            account=aws.account,
            region=aws.region,
            log=str(aws.log),
            scratch=str(aws.scratch),
        )

    @property
    def connection(self) -> Connection:
        """How to reach it."""
        return Connection(endpoint=self.endpoint, account=self.account, region=self.region)


def state_file() -> Path:
    """Name the file that holds the registration."""
    return environment.home() / "local-aws.json"


def log_file() -> Path:
    """Name the file that a local AWS in the background writes to."""
    return environment.home() / "local-aws.log"


class Claim:
    """The right to be the registered local AWS, held as a lock that ends with its last holder.

    A process that holds the lock lives, so a stale registration cannot be mistaken for a running one, and a process id
    that was given out again is never signalled.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    @classmethod
    def take(cls) -> Claim | None:
        """Take the lock, or find it held."""
        home = environment.home()
        try:
            home.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(home / "local-aws.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise LocalAwsError(f"cannot write {home} ({error.strerror}): set {environment.HOME_VARIABLE}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return cls(descriptor)

    def release(self) -> None:
        """Let go of this process's hold; a child that has the descriptor keeps its own."""
        os.close(self.descriptor)


def is_held() -> bool:
    """Tell whether somebody holds the lock."""
    claim = Claim.take()
    if claim is None:
        return True
    claim.release()
    return False


def write(registration: Registration) -> None:
    """Write a registration down, whole or not at all."""
    target = state_file()
    scratch = target.with_suffix(f".{os.getpid()}.tmp")
    scratch.write_text(json.dumps(asdict(registration), indent=2) + "\n", encoding="utf-8")
    scratch.replace(target)


def read() -> Registration | None:
    """Read the registration, whether it is still true or not."""
    try:
        return Registration(**json.loads(state_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def running() -> Registration | None:
    """Find the local AWS that runs; a stale registration is cleared away."""
    claim = Claim.take()
    if claim is None:
        return read()
    clear(read())
    claim.release()
    return None


def clear(stale: Registration | None) -> None:
    """Remove what a local AWS that has ended left behind."""
    if stale is not None:
        process.remove(Path(stale.scratch))
    state_file().unlink(missing_ok=True)


def end(registration: Registration) -> None:
    """End a local AWS that runs, for certain.

    Raises:
        LocalAwsError: it is still there.
    """
    process.end_group(registration.pid, is_held)
    claim = Claim.take()
    if claim is None:
        raise LocalAwsError(f"the local AWS (process {registration.pid}) could not be ended: end it with kill -9")
    clear(registration)
    claim.release()
