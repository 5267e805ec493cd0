"""What a cloud assembly tells of its templates: where they are deployed, and which construct defines what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from constructs_lib.policy.profile import NOWHERE, Environment

MANIFEST = "manifest.json"
ENVIRONMENT = re.compile(r"aws://([^/]+)/([^/]+)")


class Stack(NamedTuple):
    """A stack as its assembly describes it.

    Attributes:
        template: its file.
        environment: where it is deployed, as far as that is known.
        metadata: construct path to its entries, or the name of the file that holds them.
    """

    template: Path
    environment: Environment
    metadata: Mapping[str, Any] | str

    @property
    def construct_paths(self) -> dict[str, str]:
        """Logical id to construct path."""
        written = read(self.template.parent / self.metadata) if isinstance(self.metadata, str) else self.metadata
        return {
            logical_id: path.removeprefix("/")
            for path, entries in written.items()
            if isinstance(entries, list)
            for logical_id in map(logical_id_of, entries)
            if logical_id
        }


def logical_id_of(entry: object) -> str | None:
    """Read the logical id from an entry of metadata, if it is about one."""
    match entry:
        case {"type": "aws:cdk:logicalId", "data": str(logical_id)}:
            return logical_id
    return None


def artifacts_of(folder: Path) -> dict[str, Any]:
    """Read what a cloud assembly consists of; nothing, where a `manifest.json` is that of something else."""
    artifacts = read(folder / MANIFEST).get("artifacts")
    return artifacts if isinstance(artifacts, dict) else {}


def stacks(folder: Path, seen: set[Path]) -> Iterator[Stack]:
    """Find the stacks that an assembly's manifest names, and those of the assemblies within it.

    Args:
        folder: the assembly.
        seen: the folders that were looked into; an assembly within itself is read once.
    """
    seen.add(folder.resolve())
    for artifact in artifacts_of(folder).values():
        match artifact:
            case {"type": "aws:cloudformation:stack", "properties": {"templateFile": str(name)}}:
                metadata = artifact.get("additionalMetadataFile", artifact.get("metadata"))
                environment = environment_of(artifact.get("environment"))
                yield Stack(folder / name, environment, metadata if isinstance(metadata, str | dict) else {})
            case {"type": "cdk:cloud-assembly", "properties": {"directoryName": str(name)}}:
                if (folder / name).resolve() not in seen:
                    yield from stacks(folder / name, seen)


def stack_of(template: Path) -> Stack | None:
    """Find the stack of a template that lies in an assembly."""
    manifest = template.parent / MANIFEST
    if not manifest.is_file():
        return None
    found = _stacks_beside(template.parent, manifest.stat().st_mtime_ns)
    return next((stack for stack in found if stack.template.name == template.name), None)


@lru_cache(maxsize=8)
def _stacks_beside(folder: Path, _changed: int) -> tuple[Stack, ...]:
    return tuple(stack for stack in stacks(folder, set()) if stack.template.parent == folder)


def environment_of(written: object) -> Environment:
    """Read where a stack is deployed: `aws://111122223333/eu-west-1`, or `unknown-account`."""
    named = ENVIRONMENT.fullmatch(written) if isinstance(written, str) else None
    if named is None:
        return NOWHERE
    return Environment(*(None if part.startswith("unknown-") else part for part in named.groups()))


def read(path: Path) -> dict[str, Any]:
    """Read a file of an assembly; one that is no JSON object is empty."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
