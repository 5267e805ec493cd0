"""An AWS that lives on this machine."""

from __future__ import annotations

import atexit
import json
import os
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from constructs_lib.local import environment, process
from constructs_lib.local.connection import DEFAULT_ACCOUNT, DEFAULT_REGION, Connection
from constructs_lib.local.endpoints import require_loopback
from constructs_lib.local.errors import LocalAwsError
from constructs_lib.local.launcher.options import ENDPOINTS_VARIABLE, INSTANCE_VARIABLE, INTERVAL_CAP_VARIABLE

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, Sequence
    from types import TracebackType

READY_PATH = "/_ministack/ready"
READY_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class LocalAws(Connection):
    """A local AWS that this process started and ends again.

    It lives on a loopback port, in a private folder, in memory, and ends with this process, even when this process is
    killed.

    Example:
        with LocalAws.start() as aws:
            aws.client("kinesis").create_stream(StreamName="orders", ShardCount=1)

    Attributes:
        instance: tells this one from any other that may have had the same port.
        log: everything that MiniStack wrote; gone with `stop` unless `start` was given a file.
        scratch: its private folder.
        child: the process, leader of its own group.
        pipe: the descriptor whose end ends the child; absent when it may outlive this process.
    """

    instance: str
    log: Path
    scratch: Path
    child: subprocess.Popen[bytes]
    pipe: int | None

    @classmethod
    def start(
        cls,
        *,
        port: int = 0,
        account: str = DEFAULT_ACCOUNT,
        region: str = DEFAULT_REGION,
        log: Path | None = None,
        interval_cap: float | None = None,
        endpoints: Mapping[str, str] | None = None,
        outlive: Sequence[int] | None = None,
    ) -> Self:
        """Start one and wait until it answers, which takes about a second.

        Args:
            port: on 127.0.0.1; 0 for a free one.
            account: twelve digits, the account of `client` and `environment`.
            region: their region.
            log: file that receives what MiniStack writes; a private one by default.
            interval_cap: longest time in seconds that a delivery stream buffers, whatever its hints say.
            endpoints: for the URL of an HTTP endpoint, the URL on this machine that stands in for it, such as
                `{"https://ingest.example.com/v1": "http://127.0.0.1:8080/v1"}`.
            outlive: let it outlive this process, with these descriptors kept open in it.

        Raises:
            LocalAwsError: it is not installed and cannot be, the port is taken, a stand-in is not on this machine,
                or it does not start.
        """
        require_loopback(endpoints or {})
        python = environment.install()
        port = process.free_port(port)
        scratch = Path(tempfile.mkdtemp(prefix="kinesis-constructs-"))
        log = log or scratch / "ministack.log"
        instance = uuid.uuid4().hex
        variables = process.settings(port=port, scratch=scratch, account=account, region=region)
        variables[INSTANCE_VARIABLE] = instance
        variables[ENDPOINTS_VARIABLE] = json.dumps(dict(endpoints or {}))
        if interval_cap is not None:
            variables[INTERVAL_CAP_VARIABLE] = str(interval_cap)
        try:
            child, pipe = process.spawn(python, variables, log=log, keep=outlive or (), tied=outlive is None)
        except OSError as error:
            process.remove(scratch)
            raise LocalAwsError(f"could not start the local AWS ({error})") from None
        aws = cls(
            endpoint=f"http://{process.LOOPBACK}:{port}",
            account=account,
            region=region,
            instance=instance,
            log=log,
            scratch=scratch,
            child=child,
            pipe=pipe,
        )
        if outlive is None:
            atexit.register(aws.stop)
        try:
            aws.wait_until_ready()
        except BaseException:
            aws.stop()
            raise
        return aws

    def wait_until_ready(self) -> None:
        """Poll until it answers.

        Raises:
            LocalAwsError: it ended, or did not answer in time; the message ends with what it wrote last.
        """
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.child.poll() is not None:
                raise LocalAwsError(f"the local AWS ended while it was starting:\n{process.tail(self.log)}")
            try:
                with urllib.request.urlopen(self.endpoint + READY_PATH, timeout=1):  # noqa: S310 - a loopback address
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(process.POLL_SECONDS)
        raise LocalAwsError(f"the local AWS did not start within {READY_SECONDS:g} s:\n{process.tail(self.log)}")

    def stop(self) -> None:
        """End it with everything it started, and remove its folder. Stopping twice is harmless."""
        if not self.scratch.exists():
            return
        atexit.unregister(self.stop)
        process.end_group(self.child.pid, lambda: self.child.poll() is None)
        if self.pipe is not None:
            os.close(self.pipe)
        process.remove(self.scratch)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
