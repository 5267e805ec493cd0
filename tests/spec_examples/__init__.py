"""A good and a bad example of every keyword of a pipeline spec, and the smallest spec around it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.spec.destinations import DESTINATIONS as KNOWN
from tests.spec_examples.applications import APPLICATIONS
from tests.spec_examples.arns import KEY
from tests.spec_examples.around import AROUND, SMALLEST, WITH
from tests.spec_examples.channels import CHANNELS
from tests.spec_examples.destinations import DESTINATIONS
from tests.spec_examples.parts import PARTS
from tests.spec_examples.writers import WRITERS

EXAMPLES: Mapping[str, tuple[Any, Any]] = {**PARTS, **DESTINATIONS, **WRITERS, **CHANNELS, **APPLICATIONS}
"""Keyword to a value that is right and one that is wrong."""
ELSEWHERE = set(KNOWN) - {"s3"}
NAMES = {
    "streams": "Orders",
    "consumers": "Watch",
    "deliveries": "ToLake",
    "failureBuckets": "Lost",
    "writers": "Put",
    "applications": "Scores",
    "channels": "Kept",
}


def path_of(keyword: str) -> tuple[str, ...]:
    section, *rest = keyword.split(".")
    return (section, NAMES[section], *rest) if rest and section in NAMES else (section, *rest)


def spec_with(keyword: str, value: Any) -> dict[str, Any]:
    """The smallest spec that has a keyword."""
    spec = {"version": 1, **copy.deepcopy(dict(SMALLEST))}
    path = path_of(keyword)
    if path[:2] == ("deliveries", "ToLake") and path[2:3] and path[2] in ELSEWHERE:
        spec["deliveries"] = {"ToLake": {}}
    if keyword.startswith("deliveries.source.database"):
        spec["deliveries"] = {"ToLake": {"iceberg": {"tableBucket": "lake"}}}
    for around, what in AROUND.items():
        if path[: len(around)] == around and path != around:
            put(spec, around, what)
    if path[0] == "channels":
        spec["streams"]["Orders"] = {"key": KEY}
    put(spec, path, value)
    for beside, what in WITH.get(keyword, {}).items():
        put(spec, beside, what)
    return spec


def put(node: Any, path: tuple[str, ...], value: Any) -> None:
    *way, last = path
    for key in way:
        node = node[0] if isinstance(node, list) else node
        if node.get(key) is None:
            node[key] = {}
        node = node[key]
    node = node[0] if isinstance(node, list) else node
    if value is None and last != "parquet":
        node.pop(last, None)
    else:
        node[last] = copy.deepcopy(value)


def keywords_of(schema: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every keyword that a schema has."""
    for branch in [schema, *schema.get("anyOf", ())]:
        for name, form in branch.get("properties", {}).items():
            yield ".".join((*path, name))
            yield from keywords_of(form, (*path, name))
        for inner in (branch.get("additionalProperties"), branch.get("items")):
            if isinstance(inner, dict):
                yield from keywords_of(inner, path)
