"""The page of all keywords, made from the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.spec.schema import pipeline_schema

INTRODUCTION = """# Keywords of a pipeline spec

[What a spec is](spec.md). Names stand in angle brackets; every other word is a keyword. Bounds are those of AWS, and
stand in [`schemas/pipeline.schema.json`](../schemas/pipeline.schema.json); `kinesis-constructs limits` tells where they
are from.
"""
NEEDED = " Needed."
NAMES = {
    "streams": "<stream>",
    "consumers": "<consumer>",
    "deliveries": "<delivery>",
    "writers": "<writer>",
    "channels": "<channel>",
    "applications": "<application>",
    "failureBuckets": "<bucket>",
}


def keywords_page() -> str:
    """Write the page in Markdown."""
    rows = [
        f"| `{keyword}` | {form['description']}{allowed(form)}{NEEDED if needed else ''} |"
        for keyword, form, needed in keywords(pipeline_schema())
    ]
    return "\n".join([INTRODUCTION, "| keyword | meaning |", "| --- | --- |", *rows, ""])


def keywords(form: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Give every keyword below a form, with its own form, and whether it is needed there."""
    for branch in [form, *form.get("anyOf", ())]:
        for name, inner in branch.get("properties", {}).items():
            keyword = f"{path}.{name}" if path else name
            yield keyword, inner, name in branch.get("required", ())
            below = inner.get("additionalProperties") if keyword in NAMES else inner.get("items", inner)
            yield from keywords(below, f"{keyword}.{NAMES[keyword]}" if keyword in NAMES else keyword)


def allowed(form: Mapping[str, Any]) -> str:
    """Say which values there are, where they can be counted."""
    items = form.get("items", {})
    of_items = next((branch["enum"] for branch in (items, *items.get("anyOf", ())) if "enum" in branch), None)
    values = ", ".join(f"`{value}`" for value in form.get("enum") or of_items or ())
    return f" {'Any' if of_items else 'One'} of {values}." if values else ""
