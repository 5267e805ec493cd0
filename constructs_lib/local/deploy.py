"""Deploy to a local AWS with the real CDK CLI."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.local import process
from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs_lib.local.connection import Connection

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
TAIL_LINES = 20
TOOLKIT_STACK = "CDKToolkit"
COMMON = ("--no-notices", "--no-version-reporting", "--ci")


def find_cdk() -> str:
    """Find the CDK CLI: on PATH, or in `node_modules` of this folder or one above.

    Raises:
        LocalAwsError: there is none.
    """
    if found := shutil.which("cdk", path=search_path()):
        return found
    here = Path.cwd()
    for folder in (here, *here.parents):
        candidate = folder / "node_modules" / ".bin" / "cdk"
        if candidate.exists():
            return str(candidate)
    raise LocalAwsError("the AWS CDK CLI is missing: npm install -g aws-cdk, then try again")


def search_path() -> str:
    """PATH, and behind it the folder of this Python, where a Node from PyPI is."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])


def is_bootstrapped(connection: Connection) -> bool:
    """Tell whether the connection's account and region have the CDK's own stack."""
    from botocore.exceptions import ClientError

    try:
        connection.client("cloudformation").describe_stacks(StackName=TOOLKIT_STACK)
    except ClientError:
        return False
    return True


def bootstrap(
    connection: Connection, *, log: Path | None = None, progress: Callable[[str], None] | None = None
) -> None:
    """Bootstrap the connection's account and region, which takes a second or two and is harmless the second time.

    Args:
        connection: the local AWS.
        log: file that receives what the CDK CLI writes.
        progress: called with every line.

    Raises:
        LocalAwsError: the CLI or Node is missing, or the bootstrap failed.
    """
    target = f"aws://{connection.account}/{connection.region}"
    with tempfile.TemporaryDirectory() as elsewhere:  # where no cdk.json makes the CLI synthesize an app first
        cdk(connection, ["bootstrap", target, *COMMON], "bootstrap", log=log, progress=progress, folder=elsewhere)


def deploy(
    connection: Connection,
    app: str | None,
    *,
    stacks: Sequence[str] = (),
    log: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> None:
    """Deploy an app's stacks.

    Args:
        connection: the local AWS, bootstrapped.
        app: folder of a synthesized assembly, or a command that synthesizes; what the `cdk.json` of this folder says
            where it is `None`.
        stacks: names or patterns; all stacks by default.
        log: file that receives what the CDK CLI writes.
        progress: called with every line.

    Raises:
        LocalAwsError: the CLI or Node is missing, or the deployment failed; the message ends with what it wrote last.
    """
    chosen = list(stacks) or ["--all"]
    named = ["--app", app] if app else []
    options = [*named, "--require-approval", "never", "--method=direct", "--progress", "events"]
    cdk(connection, ["deploy", *chosen, *options, *COMMON], "deploy", log=log, progress=progress)


def cdk(
    connection: Connection,
    arguments: Sequence[str],
    what: str,
    *,
    log: Path | None,
    progress: Callable[[str], None] | None,
    folder: str | None = None,
) -> None:
    """Run the CDK CLI and follow what it writes.

    Raises:
        LocalAwsError: the CLI or Node is missing, or it failed.
    """
    program = find_cdk()
    environment = {**connection.environment(), "PATH": search_path(), "NO_COLOR": "1"}
    if shutil.which("node", path=environment["PATH"]) is None:
        raise LocalAwsError("Node is missing, which the AWS CDK CLI runs on: install Node 22 or 24, then try again")
    lines: list[str] = []
    with (
        log.open("a", encoding="utf-8") if log else io.StringIO() as written,
        subprocess.Popen(
            [program, *arguments],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as child,
    ):
        try:
            for raw in child.stdout or ():
                line = ANSI.sub("", raw).rstrip()
                written.write(line + "\n")
                lines.append(line)
                if progress and line:
                    progress(line)
            code = child.wait()
        except BaseException:
            process.end_group(child.pid, lambda: child.poll() is None)
            raise
    if code:
        tail = "\n".join(line for line in lines if line)[-4000:].splitlines()[-TAIL_LINES:]
        raise LocalAwsError(f"cdk {what} failed with exit code {code}:\n" + "\n".join(tail))
