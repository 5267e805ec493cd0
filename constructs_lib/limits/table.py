"""The table of every limit, read once from the JSON files beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from constructs_lib.limits.limit import Kind, Limit

FACTS = Path(__file__).parent / "facts"
RENAMED = {"min": "minimum", "max": "maximum", "property": "property_path"}


@cache
def table() -> Mapping[str, Limit]:
    """Read every limit.

    Returns:
        The limits by id, sorted by file and then as written.
    """
    return MappingProxyType({key: limit(key) for key in written()})


@cache
def written() -> Mapping[str, Mapping[str, Any]]:
    """Read the files: the entries by id.

    Raises:
        ValueError: an id stands twice.
    """
    entries: dict[str, Mapping[str, Any]] = {}
    for file in sorted(FACTS.glob("*.json")):
        for entry in json.loads(file.read_bytes()):
            if entry["id"] in entries:
                raise ValueError(f"limit {entry['id']} stands twice in the table")
            entries[entry["id"]] = entry
    return entries


def from_entry(entry: Mapping[str, Any]) -> Limit:
    """Make a limit of one entry of a facts file."""
    fields = {RENAMED.get(name, name): value for name, value in entry.items()}
    fields["kind"] = Kind(fields["kind"])
    fields["allowed"] = tuple(fields.get("allowed", ()))
    return Limit(**fields)


@cache
def limit(id: str) -> Limit:
    """Look a limit up by its id.

    Raises:
        KeyError: no limit has that id.
    """
    return from_entry(written()[id])
