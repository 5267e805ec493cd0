"""The table of every limit, read once from the JSON files beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from constructs_lib.limits.limit import Kind, Limit

RENAMED = {"min": "minimum", "max": "maximum", "property": "property_path"}


@cache
def table() -> Mapping[str, Limit]:
    """Read every limit.

    Returns:
        The limits by id, sorted by file and then as written.
    """
    folder = files("constructs_lib.limits") / "facts"
    entries: dict[str, Limit] = {}
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".json")), key=lambda f: f.name):
        for entry in json.loads(file.read_text(encoding="utf-8")):
            limit = from_entry(entry)
            if limit.id in entries:
                raise ValueError(f"limit {limit.id} stands twice in the table")
            entries[limit.id] = limit
    return MappingProxyType(entries)


def from_entry(entry: Mapping[str, Any]) -> Limit:
    """Make a limit of one entry of a facts file."""
    fields = {RENAMED.get(name, name): value for name, value in entry.items()}
    fields["kind"] = Kind(fields["kind"])
    fields["allowed"] = tuple(fields.get("allowed", ()))
    return Limit(**fields)


def limit(id: str) -> Limit:
    """Look a limit up by its id.

    Raises:
        KeyError: no limit has that id.
    """
    return table()[id]
