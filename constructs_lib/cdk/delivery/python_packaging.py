"""Packages a Python handler for Lambda on any machine: wheels of the function's platform, no Docker."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.package_files import copy_package

RUNTIME_FILES = ("__init__.py", "runtime/*.py", "limits/*.py", "limits/facts/*.json")
LEFT_OUT = (
    "__pycache__",
    "*.pyc",
    ".venv",
    ".git",
    "node_modules",
    "cdk.out",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
)
# What installers write for themselves: names of this machine, times, hashes of scripts.
WRITTEN_BY_INSTALLERS = (".lock", "bin", "*.dist-info/RECORD", "*.dist-info/REQUESTED", "*.dist-info/INSTALLER",
                         "*.dist-info/direct_url.json", "*.dist-info/uv_cache.json", "**/__pycache__")  # fmt: skip
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
AMAZON_LINUX_2 = ("python3.8", "python3.9", "python3.10", "python3.11")
"""Runtimes on Amazon Linux 2, with glibc 2.26; those that followed are on Amazon Linux 2023, with glibc 2.34.

Source: AWS Lambda Developer Guide, "Lambda runtimes"; Amazon Linux 2023 User Guide, "Comparing AL2 and AL2023".
"""
OLDEST_GLIBC = 17
LINES_TOLD = 8


@contextmanager
def packaged(entry: PythonEntry, *, complete: bool = True) -> Iterator[lambda_.Code]:
    """Gather a handler, the runtime and the requirements in a folder that lives until the function is defined.

    The CDK stages the folder while the function is being defined and names the asset by what the files hold.

    Args:
        entry: the handler.
        complete: with the requirements; a stack that is not deployed this time needs none.

    Raises:
        ValueError: the handler is not there, or a requirement has no wheel for the function's platform.
    """
    entry.require_handler()
    with TemporaryDirectory(prefix="function-") as folder:
        target, path = Path(folder), Path(entry.path)
        if complete and (requirements := entry.requirements_file):
            shutil.copytree(installed(entry, requirements), target, dirs_exist_ok=True)
        copy_package(target, RUNTIME_FILES)
        if path.is_dir():
            shutil.copytree(path, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copyfile(path, target / path.name)
        yield lambda_.Code.from_asset(folder)


def installed(entry: PythonEntry, requirements: Path) -> Path:
    """Install what a file of requirements asks for, as wheels of the function's platform; give the folder.

    Raises:
        ValueError: a requirement has no wheel for it.
    """
    python = entry.runtime.name.removeprefix("python")
    text = requirements.read_text("utf-8")
    return _wheels(str(requirements.resolve()), text, entry.architecture.name, entry.runtime.name, python)


@cache
def _wheels(requirements: str, _text: str, architecture: str, runtime: str, python: str) -> Path:
    """Install wheels once for each platform and content of a file; the folder goes when the process ends."""
    if architecture not in MACHINES:
        raise ValueError(f"entry.architecture is {architecture!r}, not one of {', '.join(MACHINES)}")
    folder = mkdtemp(prefix="wheels-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [*_installer(MACHINES[architecture], runtime, python), "--target", folder, "-r", requirements]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-LINES_TOLD:])
        raise ValueError(
            f"entry.requirements: {requirements} cannot be installed from wheels for {architecture} and Python "
            f"{python}: choose a version with such a wheel, another architecture, or give a function that is packaged "
            f"elsewhere\n  {said}"
        )
    for pattern in WRITTEN_BY_INSTALLERS:
        for path in list(Path(folder).glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return Path(folder)


def _installer(machine: str, runtime: str, python: str) -> list[str]:
    """Give the command that installs wheels of another platform.

    With uv, markers such as `platform_machine` are those of the function; pip takes them from this machine. Each has
    its own settings for the index.

    Raises:
        ValueError: there is neither uv nor pip.
    """
    old = runtime in AMAZON_LINUX_2
    if uv := shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent)):
        options = [
            "--python-platform",
            f"{machine}-{'manylinux2014' if old else 'manylinux_2_34'}",
            "--no-compile-bytecode",
            "--link-mode",
            "copy",
        ]
        return [uv, "pip", "install", *options, "--python-version", python, "--only-binary", ":all:", "--quiet",
                "--python", sys.executable]  # fmt: skip
    if find_spec("pip"):
        # pip takes a tag literally, where uv takes all that an older C library would do for.
        tags = [f"manylinux_2_{minor}" for minor in range(26 if old else 34, OLDEST_GLIBC - 1, -1)]
        platforms = [f"{each}_{machine}" for each in (*tags, "manylinux2014")]
        options = [part for each in platforms for part in ("--platform", each)]
        return [sys.executable, "-m", "pip", "install", *options, "--implementation", "cp", "--no-compile",
                "--python-version", python, "--only-binary", ":all:", "--quiet", "--no-input"]  # fmt: skip
    raise ValueError("entry.requirements needs uv or pip on this machine: install one of them")
