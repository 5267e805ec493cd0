"""What a resource's metadata tells about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from constructs_lib.graph.definition import HINTS

CONSTRUCT_PATH = "aws:cdk:path"


class Notes(TypedDict):
    """Fields of a `Resource`."""

    construct_path: str | None
    hints: Mapping[str, Any]


def notes(metadata: object) -> Notes:
    """Read the metadata that the CDK and this package write."""
    written = metadata if isinstance(metadata, Mapping) else {}
    path, hints = written.get(CONSTRUCT_PATH), written.get(HINTS)
    return Notes(
        construct_path=path if isinstance(path, str) else None, hints=hints if isinstance(hints, Mapping) else {}
    )
