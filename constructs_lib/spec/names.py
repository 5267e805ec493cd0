"""What the parts of a spec call one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from constructs_lib.graph.readers.document import Document, Path
from constructs_lib.graph.readers.schema_errors import SchemaError, listed, suggestion
from constructs_lib.spec.keywords import BUCKET, FAILURES, NAME, STREAM, WRITTEN

SECTIONS = ("streams", "consumers", "deliveries", "writers", "channels", "applications", "failureBuckets")
MONITORING = "Monitoring"
"""Id of the construct that holds alarms and dashboard."""
LEADS: Mapping[str, tuple[str, ...]] = {
    STREAM: ("streams",),
    NAME: ("failureBuckets",),
    BUCKET: ("failureBuckets",),
    FAILURES: ("failureBuckets",),
    WRITTEN: ("streams", "deliveries"),
}
"""Pattern of a keyword to the sections in which the name that it holds is looked for."""
NOUNS = {"streams": "stream", "deliveries": "delivery stream", "failureBuckets": "failure bucket"}


def is_name(text: str) -> bool:
    """Tell a name of this spec from an ARN."""
    return ":" not in text


@cache
def named(section: str) -> Mapping[Path, tuple[str, ...]]:
    """Give the keywords of a section that hold names, with the sections in which these are looked for."""
    from constructs_lib.spec.schema import pipeline_schema

    parts = pipeline_schema(bounds=False)["properties"][section]["additionalProperties"]
    return dict(leading(parts, ()))


def leading(form: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Find the keywords below a form that hold names."""
    for branch in (form, *form.get("anyOf", ())):
        if branch.get("pattern") in LEADS:
            yield path, LEADS[branch["pattern"]]
        if branch.get("items", {}).get("pattern") in LEADS:
            yield path, LEADS[branch["items"]["pattern"]]
        for keyword, inner in branch.get("properties", {}).items():
            yield from leading(inner, (*path, keyword))


def wrong_names(document: Document) -> Iterator[SchemaError]:
    """Find names that stand twice, and those that lead nowhere."""
    spec: Mapping[str, Any] = document.value
    yield from doubled(document, spec)
    for section in SECTIONS:
        for name, part in (spec.get(section) or {}).items():
            for keyword, targets in named(section).items():
                known = [each for target in targets for each in spec.get(target) or {}]
                for place, given in texts_at(part, keyword):
                    if is_name(given) and given not in known:
                        nouns = " or ".join(NOUNS[target] for target in targets)
                        text = f"there is no {nouns} {given} in this spec{suggestion(given, known)}"
                        yield SchemaError((section, name, *place), text, given, listed(known))
    if not any(spec.get(section) for section in SECTIONS):
        yield SchemaError((), f"it defines nothing; it may have {', '.join(SECTIONS)}")


def texts_at(part: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Give the text at a path, or those of the list there, each with its place."""
    given = at(part, path)
    if isinstance(given, str):
        yield path, given
    if isinstance(given, list):
        yield from (((*path, place), each) for place, each in enumerate(given) if isinstance(each, str))


def doubled(document: Document, spec: Mapping[str, Any]) -> Iterator[SchemaError]:
    """Find a name of two parts, which would be two resources of one logical id."""
    seen: dict[str, Path] = {}
    for section in SECTIONS:
        for name in spec.get(section) or {}:
            if name == MONITORING:
                yield SchemaError((section, name), f"{name} is taken by the alarms; choose another name", name)
            if name in seen:
                line = document.place(seen[name])[0]
                yield SchemaError(
                    (section, name), f"{name} is a name in line {line} already; names are logical ids", name
                )
            seen.setdefault(name, (section, name))


def at(part: Any, path: Path) -> Any:
    """What stands at a path, or nothing."""
    for key in path:
        part = part.get(key) if isinstance(part, dict) else None
    return part
