"""Find the templates behind paths: files, folders, cloud assemblies, standard input."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from constructs_lib.graph.readers.template import MOST_READ, UnreadableTemplate, read_file, without_mark
from constructs_lib.policy.checker import Source
from constructs_lib.policy.profile import NOWHERE, Environment

STDIN = "-"
SUFFIXES = {".json", ".yaml", ".yml", ".template"}
MANIFEST = "manifest.json"
ASSEMBLY_ENVIRONMENT = re.compile(r"aws://([^/]+)/([^/]+)")
SKIPPED = {"node_modules", ".git", ".venv", "cdk.out"}


def read_sources(paths: Iterable[str]) -> Iterator[Source | UnreadableTemplate]:
    """Read templates, folders of them, cloud assemblies and standard input.

    Yields:
        Each template, or why it cannot be read. In a folder, only files that look like templates are read.
    """
    for path in paths:
        if path == STDIN:
            yield Source("<stdin>", without_mark(sys.stdin.buffer.read(MOST_READ)))
        elif Path(path).is_dir():
            yield from read_folder(Path(path))
        else:
            yield read_one(Path(path))


def read_one(path: Path, environment: Environment = NOWHERE) -> Source | UnreadableTemplate:
    """Read one file."""
    try:
        return Source(str(path), read_file(path), environment)
    except UnreadableTemplate as error:
        return error


def read_folder(folder: Path) -> Iterator[Source | UnreadableTemplate]:
    """Read a cloud assembly's templates, or every file below a folder that looks like a template."""
    if artifacts_of(folder):
        found: list[tuple[Path, Environment]] = list(assembly_templates(folder, set()))
    else:
        paths, problems = walk(folder)
        yield from problems
        found = [(path, NOWHERE) for path in sorted(paths) if path.suffix in SUFFIXES]
    for path, environment in found:
        source = read_one(path, environment)
        if isinstance(source, UnreadableTemplate) or looks_like_template(source.content):
            yield source


def artifacts_of(folder: Path) -> dict[str, Any]:
    """Read what a cloud assembly consists of; nothing, where a `manifest.json` is that of something else."""
    try:
        artifacts = json.loads((folder / MANIFEST).read_bytes())["artifacts"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}
    return artifacts if isinstance(artifacts, dict) else {}


def assembly_templates(folder: Path, seen: set[Path]) -> Iterator[tuple[Path, Environment]]:
    """Find the templates that an assembly's manifest names, and those of the assemblies within it."""
    seen.add(folder.resolve())
    for artifact in artifacts_of(folder).values():
        match artifact:
            case {"type": "aws:cloudformation:stack", "properties": {"templateFile": str(name)}}:
                yield folder / name, environment_of(artifact.get("environment"))
            case {"type": "cdk:cloud-assembly", "properties": {"directoryName": str(name)}}:
                if (folder / name).resolve() not in seen:
                    yield from assembly_templates(folder / name, seen)


def environment_of(written: object) -> Environment:
    """Read where a stack of an assembly is deployed: `aws://111122223333/eu-west-1`, or `unknown-account`."""
    named = ASSEMBLY_ENVIRONMENT.fullmatch(written) if isinstance(written, str) else None
    if named is None:
        return NOWHERE
    return Environment(*(None if part.startswith("unknown-") else part for part in named.groups()))


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


def looks_like_template(content: str | bytes) -> bool:
    """Tell a template from the other JSON and YAML files of a folder."""
    text = content.encode() if isinstance(content, str) else content
    return b"Resources" in text and (b"AWS::" in text or b"AWSTemplateFormatVersion" in text)
