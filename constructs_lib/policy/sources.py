"""Find the templates and pipeline specs behind paths: files, folders, cloud assemblies, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from constructs_lib.graph.readers.template import MOST_READ, UnreadableTemplate, read_file, without_mark
from constructs_lib.policy.assembly import artifacts_of, stack_of, stacks
from constructs_lib.policy.checker import Source

STDIN = "-"
SUFFIXES = {".json", ".yaml", ".yml", ".template"}
SKIPPED = {"node_modules", ".git", ".venv", "cdk.out"}


def read_sources(paths: Iterable[str]) -> Iterator[Source | UnreadableTemplate]:
    """Read templates, folders of them, cloud assemblies and standard input.

    Yields:
        Each template or spec, or why it cannot be read. In a folder, only files that look like one are read.
    """
    for path in paths:
        if path == STDIN:
            yield Source("<stdin>", without_mark(sys.stdin.buffer.read(MOST_READ)))
        elif Path(path).is_dir():
            yield from read_folder(Path(path))
        else:
            yield read_one(Path(path))


def read_one(path: Path) -> Source | UnreadableTemplate:
    """Read one file; a template of a cloud assembly comes with its environment and construct paths."""
    try:
        content = read_file(path)
    except UnreadableTemplate as error:
        return error
    stack = stack_of(path)
    if stack is None:
        return Source(str(path), content)
    return Source(str(path), content, stack.environment, lambda: stack.construct_paths)


def read_folder(folder: Path) -> Iterator[Source | UnreadableTemplate]:
    """Read a cloud assembly's templates, or every file below a folder that looks like a template or a pipeline spec."""
    if artifacts_of(folder):
        found = [stack.template for stack in stacks(folder, set())]
    else:
        paths, problems = walk(folder)
        yield from problems
        found = sorted(path for path in paths if path.suffix in SUFFIXES)
    for path in found:
        source = read_one(path)
        if (
            isinstance(source, UnreadableTemplate)
            or looks_like_template(source.content)
            or looks_like_spec(source.content)
        ):
            yield source


def walk(folder: Path) -> tuple[list[Path], list[UnreadableTemplate]]:
    """Find the files of a folder, without what other tools keep in it, and the folders that cannot be looked into."""
    files: list[Path] = []
    problems: list[UnreadableTemplate] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            for path in here.iterdir():
                if path.is_dir():
                    if path.name not in SKIPPED and not path.is_symlink():
                        waiting.append(path)
                elif path.is_file():
                    files.append(path)
        except OSError as error:
            problems.append(UnreadableTemplate(str(here), (error.strerror or "it cannot be read").lower()))
    return files, problems


def looks_like_spec(content: str | bytes) -> bool:
    """Tell a pipeline spec from the other JSON and YAML files of a folder."""
    from constructs_lib import spec

    return spec.looks_like_spec(content)


def looks_like_template(content: str | bytes) -> bool:
    """Tell a template from the other JSON and YAML files of a folder."""
    text = content.encode() if isinstance(content, str) else content
    return b"Resources" in text and (b"AWS::" in text or b"AWSTemplateFormatVersion" in text)
