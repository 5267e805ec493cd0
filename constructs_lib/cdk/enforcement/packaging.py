"""The policy as Lambda runs it: its rooms of this package, its libraries as wheels, and the organisation's profile."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.delivery.python_packaging import installed
from constructs_lib.cdk.package_files import copy_package

ROOMS = ("limits", "graph", "spec", "policy", "runtime", "enforcement")
AUDIT_ROOMS = (*ROOMS, "operate")
LIBRARIES = ("cloudformation-validate", "jinja2", "jq", "jsonschema", "pyyaml")
PROFILE = "profile.yaml"


@cache
def _requirements() -> Path:
    """Write down the versions that are installed here: one file, so that all functions of an app share the wheels."""
    folder = mkdtemp(prefix="policy-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    requirements = Path(folder) / "requirements.txt"
    requirements.write_text("".join(f"{name}=={version(name)}\n" for name in LIBRARIES))
    return requirements


@contextmanager
def packaged_policy(
    entry: PythonEntry, profile: Path | None, *, complete: bool = True, rooms: Sequence[str] = ROOMS
) -> Iterator[lambda_.Code]:
    """Gather the policy in a folder that lives until the function is defined.

    Libraries come in the versions that are installed here, so that an account judges as this machine does.

    Args:
        entry: architecture and version of Python.
        profile: the organisation's.
        complete: with the libraries; a stack that is not deployed this time needs none.
        rooms: of this package, that the function imports.

    Raises:
        ValueError: a library has no wheel for the function's platform.
    """
    with TemporaryDirectory(prefix="policy-") as folder:
        target = Path(folder)
        if complete:
            shutil.copytree(installed(entry, _requirements()), target, dirs_exist_ok=True)
        copy_package(
            target, ["__init__.py", "lazy.py", *(f"{room}/**/*.{kind}" for room in rooms for kind in ("py", "json"))]
        )
        if profile is not None:
            shutil.copyfile(profile, target / PROFILE)
        yield lambda_.Code.from_asset(folder)
