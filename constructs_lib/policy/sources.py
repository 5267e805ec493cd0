"""Find the templates behind paths: files, folders, cloud assemblies, standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from constructs_lib.graph.readers.template import UnreadableTemplate, read_file
from constructs_lib.policy.checker import Source

STDIN = "-"
SUFFIXES = {".json", ".yaml", ".yml", ".template"}
MANIFEST = "manifest.json"
SKIPPED = {"node_modules", ".git", ".venv", "cdk.out"}


def read_sources(paths: Iterable[str]) -> Iterator[Source | UnreadableTemplate]:
    """Read templates, folders of them, cloud assemblies and standard input.

    Yields:
        Each template, or why it cannot be read. In a folder, only files that look like templates are read.
    """
    for path in paths:
        if path == STDIN:
            yield Source("<stdin>", sys.stdin.buffer.read())
        elif Path(path).is_dir():
            yield from read_folder(Path(path))
        else:
            yield read_one(Path(path))


def read_one(path: Path) -> Source | UnreadableTemplate:
    """Read one file."""
    try:
        return Source(str(path), read_file(path))
    except UnreadableTemplate as error:
        return error


def read_folder(folder: Path) -> Iterator[Source | UnreadableTemplate]:
    """Read a cloud assembly's templates, or every file below a folder that looks like a template."""
    if (folder / MANIFEST).is_file():
        found = list(assembly_templates(folder))
    else:
        found = sorted(path for path in walk(folder) if path.suffix in SUFFIXES)
    for path in found:
        source = read_one(path)
        if isinstance(source, UnreadableTemplate) or looks_like_template(source.content):
            yield source


def assembly_templates(folder: Path) -> Iterator[Path]:
    """Find the templates that an assembly's manifest names, and those of the assemblies within it."""
    try:
        artifacts = json.loads((folder / MANIFEST).read_bytes()).get("artifacts", {})
    except (OSError, ValueError, AttributeError):
        return
    for artifact in artifacts.values():
        properties = artifact.get("properties", {})
        if artifact.get("type") == "aws:cloudformation:stack":
            yield folder / properties["templateFile"]
        elif artifact.get("type") == "cdk:cloud-assembly":
            yield from assembly_templates(folder / properties["directoryName"])


def walk(folder: Path) -> Iterator[Path]:
    """Walk a folder, without what other tools keep in it."""
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in SKIPPED and not path.is_symlink():
                yield from walk(path)
        elif path.is_file():
            yield path


def looks_like_template(content: str | bytes) -> bool:
    """Tell a template from the other JSON and YAML files of a folder."""
    text = content.encode() if isinstance(content, str) else content
    return b"Resources" in text and (b"AWS::" in text or b"AWSTemplateFormatVersion" in text)
