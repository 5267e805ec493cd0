"""Where the parts of a spec name one another, and what is wrong with their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from constructs_lib.graph.readers.document import Document, Path
from constructs_lib.graph.readers.schema_errors import SchemaError, listed, suggestion
from constructs_lib.spec.keywords import BUCKET, FAILURES, NAME, STREAM, WRITTEN
from constructs_lib.spec.names import MONITORING, SECTIONS, at, is_name
from constructs_lib.spec.schema import pipeline_schema

Sections = Mapping[str, Mapping[str, Mapping[str, Any]]]
LEADS: Mapping[str, tuple[str, ...]] = {
    STREAM: ("streams",),
    NAME: ("failureBuckets",),
    BUCKET: ("failureBuckets",),
    FAILURES: ("failureBuckets",),
    WRITTEN: ("streams", "deliveries"),
}
"""Pattern of a keyword to the sections in which the name that it holds is looked for."""
NOUNS = {"streams": "stream", "deliveries": "delivery stream", "failureBuckets": "failure bucket"}


def wrong_names(document: Document, sections: Sections) -> Iterator[SchemaError]:
    """Find names that stand twice, and those that lead nowhere.

    Args:
        document: all names of it count.
        sections: the parts that keep the schema.
    """
    yield from doubled(document)
    for section, parts in sections.items():
        for name, part in parts.items():
            for keyword, targets in named(section).items():
                known = [each for target in targets for each in names_in(document, target)]
                for place, given in texts_at(part, keyword):
                    if is_name(given) and given not in known:
                        nouns = " or ".join(NOUNS[target] for target in targets)
                        text = f"there is no {nouns} {given} in this spec{suggestion(given, known)}"
                        yield SchemaError((section, name, *place), text, given, listed(known))


@cache
def named(section: str) -> Mapping[Path, tuple[str, ...]]:
    """Give the keywords of a section that hold names, with the sections in which these are looked for."""
    parts = pipeline_schema(bounds=False)["properties"][section]["additionalProperties"]
    return dict(leading(parts, ()))


def leading(form: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Find the keywords below a form that hold names."""
    for branch in (form, *form.get("anyOf", ())):
        for pattern in (branch.get("pattern"), branch.get("items", {}).get("pattern")):
            if pattern in LEADS:
                yield path, LEADS[pattern]
        for keyword, inner in branch.get("properties", {}).items():
            yield from leading(inner, (*path, keyword))


def texts_at(part: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Give the text at a path, or those of the list there, each with its place."""
    given = at(part, path)
    if isinstance(given, str):
        yield path, given
    if isinstance(given, list):
        yield from (((*path, place), each) for place, each in enumerate(given))


def doubled(document: Document) -> Iterator[SchemaError]:
    """Find a name of two parts, which would be two resources of one logical id."""
    seen: dict[str, Path] = {}
    for section in SECTIONS:
        for name in names_in(document, section):
            if name == MONITORING:
                yield SchemaError((section, name), f"{name} is taken by the alarms; choose another name", name)
            if name in seen:
                line = document.place(seen[name])[0]
                text = f"{name} is a name in line {line} already; names are logical ids"
                yield SchemaError((section, name), text, name)
            seen.setdefault(name, (section, name))


def names_in(document: Document, section: str) -> list[str]:
    """Give the names of a section, sound or not."""
    parts = at(document.value, (section,))
    return list(parts) if isinstance(parts, dict) else []
