"""The Python environment that MiniStack runs in: its own, because it pins what it imports."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from constructs_lib.local.errors import LocalAwsError

HOME_VARIABLE = "KINESIS_CONSTRUCTS_HOME"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def home() -> Path:
    """Name the folder in which this machine keeps its local AWS.

    Returns:
        `$KINESIS_CONSTRUCTS_HOME`, or the user's cache folder.

    Raises:
        LocalAwsError: the variable is not set and `platformdirs` is not installed.
    """
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen).expanduser().absolute()
    try:
        import platformdirs
    except ImportError:
        raise LocalAwsError(
            f'the local AWS needs the extra "aws": pip install "kinesis-constructs[aws]", or set {HOME_VARIABLE}'
        ) from None
    return platformdirs.user_cache_path("kinesis-constructs")


def folder() -> Path:
    """Name the environment's folder, which changes with the requirements and with this Python's version."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    return home() / f"local-aws-{digest[:12]}"


def interpreter(environment: Path) -> Path:
    """Name the Python of an environment."""
    return environment / "bin" / "python"


def installed() -> bool:
    """Tell whether the environment is complete and its Python still there."""
    return interpreter(folder()).exists()


def install() -> Path:
    """Make the environment unless it is there; an interrupted attempt leaves nothing behind.

    Returns:
        The environment's Python.

    Raises:
        LocalAwsError: the folder cannot be written, or the packages cannot be installed.
    """
    target = folder()
    if interpreter(target).exists():
        return interpreter(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".local-aws-", dir=target.parent))
    except OSError as error:
        raise LocalAwsError(f"cannot write {target.parent} ({error.strerror}): set {HOME_VARIABLE}") from None
    try:
        fill(scratch / "environment")
        put_in_place(scratch / "environment", target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return interpreter(target)


def put_in_place(made: Path, target: Path) -> None:
    """Move a finished environment to its name; whoever comes second keeps the first one's."""
    if target.exists() and not interpreter(target).exists():
        shutil.rmtree(target)
    try:
        made.rename(target)
    except OSError:
        if not interpreter(target).exists():
            raise


def fill(environment: Path) -> None:
    """Create an environment and install the locked packages, by uv where there is one."""
    uv = find_uv()
    if uv:
        run([uv, "venv", "--quiet", "--no-config", "--python", sys.executable, str(environment)])
        installer = [uv, "pip", "install", "--quiet", "--no-config", "--python", str(interpreter(environment))]
    else:
        venv.EnvBuilder(with_pip=True).create(environment)
        installer = [str(interpreter(environment)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*installer, "--require-hashes", "-r", str(REQUIREMENTS)])


def find_uv() -> str | None:
    """Find uv beside this Python or on PATH."""
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else shutil.which("uv")


def run(command: list[str]) -> None:
    """Run one step of the installation.

    Raises:
        LocalAwsError: it failed; the message ends with the last line it wrote.
    """
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no output"]
        raise LocalAwsError(
            "could not install the local AWS: check that the Python package index can be reached from here, "
            f"then try again ({lines[-1].strip()})"
        )
