"""Copies of this package's own files, for what runs in Lambda."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import constructs_lib

PACKAGE = Path(constructs_lib.__file__).parent


def copy_package(target: Path, patterns: Iterable[str]) -> None:
    """Copy files of `constructs_lib` into a folder, so that they can be imported from there.

    Args:
        target: the folder.
        patterns: relative to the package, such as `runtime/*.py`.
    """
    for pattern in patterns:
        for source in sorted(PACKAGE.glob(pattern)):
            if source.is_file():
                copy = target / PACKAGE.name / source.relative_to(PACKAGE)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)
