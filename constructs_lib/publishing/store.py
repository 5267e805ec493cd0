"""Writes what is published, whole or not at all, and never changes a version that is out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from errno import EISDIR
from functools import partial
from pathlib import Path
from tempfile import mkdtemp


class AlreadyPublished(ValueError):
    """A version is out with another content. The message is a sentence."""


class NotEmpty(ValueError):
    """A folder for something whole holds something else. The message is a sentence."""


def publish(
    files: Mapping[str, str], folder: Path, *, versions: frozenset[str] = frozenset(), whole: bool = False
) -> list[Path]:
    """Write files into a folder: first beside it, then, when all are there, each into its place.

    Args:
        files: path below the folder to text.
        folder: is made if need be.
        versions: paths of those that never change once they are out.
        whole: the files make a whole, such as a project, so that nothing else may be in the folder.

    Returns:
        The paths that were written, sorted.

    Raises:
        AlreadyPublished: one of them is there with another text; nothing is written then.
        NotEmpty: the folder holds something, or is a file, where a whole has to go; nothing is written then.
        OSError: something cannot be written; files that were there stay as they were.
    """
    if whole:
        require_empty(folder)
    for name in sorted(versions):
        path = folder / name
        if path.exists() and path.read_text("utf-8") != files[name]:
            raise AlreadyPublished(
                f"{path} is published and differs; a version stays as it is: publish a newer one, or elsewhere"
            )
    for name in files:
        if (folder / name).is_dir():
            raise IsADirectoryError(EISDIR, "is a directory, where a file has to go", str(folder / name))
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if not folder.exists():
            beside.chmod(0o755)
            beside.rename(folder)
        else:
            move_in(list(files), beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return sorted(folder / name for name in files)


def move_in(names: Iterable[str], beside: Path, folder: Path) -> None:
    """Move files into a folder; when one cannot be moved, put everything back as it was.

    Raises:
        OSError: one cannot be moved.
    """
    undo: list[Callable[[], object]] = []
    try:
        for number, name in enumerate(names):
            path = folder / name
            for parent in reversed([each for each in path.parents if not each.exists()]):
                parent.mkdir()
                undo.append(parent.rmdir)
            if path.exists():
                kept = path.replace(beside / f".kept-{number}")
                undo.append(partial(kept.replace, path))
            (beside / name).replace(path)
            undo.append(partial(path.replace, beside / name))
    except OSError:
        for step in reversed(undo):
            step()
        raise


def require_empty(folder: Path) -> None:
    """Make sure that a folder is empty, or not there.

    Raises:
        NotEmpty: it is neither.
    """
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(f"{folder} is a file: name a folder that is empty, or not there yet")
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(f"{folder} is not empty: name a folder that is, or is not there yet")
