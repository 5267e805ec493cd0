"""Packages a function with the runtime it needs: a local copy, no Docker, no download."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aws_cdk import aws_lambda as lambda_

import constructs_lib

FUNCTIONS = Path(__file__).with_name("functions")
PACKAGE = Path(constructs_lib.__file__).parent
RUNTIME_FILES = ("__init__.py", "runtime/*.py", "limits/*.py", "limits/facts/lambda.json")


@contextmanager
def packaged(function: str) -> Iterator[lambda_.Code]:
    """Copy a function and the runtime into a folder that lives until the function is defined.

    The CDK stages the folder while the function is being defined and names the asset by what the files hold, so it is
    the same on every machine.

    Args:
        function: name of the folder below `functions`; its handler is `index.handler`.
    """
    with TemporaryDirectory(prefix="function-") as folder:
        target = Path(folder)
        shutil.copy(FUNCTIONS / function / "index.py", target)
        for pattern in RUNTIME_FILES:
            for source in sorted(PACKAGE.glob(pattern)):
                copy = target / PACKAGE.name / source.relative_to(PACKAGE)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)
        yield lambda_.Code.from_asset(folder)
