"""What the parts of a spec call one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Document, Path
from constructs_lib.graph.readers.schema_errors import SchemaError, listed, suggestion

SECTIONS = ("streams", "consumers", "deliveries", "failureBuckets")
MONITORING = "Monitoring"
"""Id of the construct that holds alarms and dashboard."""
NAMED: Mapping[str, Mapping[tuple[str, ...], str]] = {
    "consumers": {("stream",): "streams", ("onFailure",): "failureBuckets"},
    "deliveries": {
        ("source",): "streams",
        ("s3", "failures"): "failureBuckets",
        **{(kind, "backup", "bucket"): "failureBuckets" for kind in ("httpEndpoint", "openSearch", "iceberg")},
    },
}
"""Section to the keywords that hold a name, and the section in which it is looked for."""
NOUNS = {"streams": "stream", "failureBuckets": "failure bucket"}


def is_name(text: str) -> bool:
    """Tell a name of this spec from an ARN."""
    return ":" not in text


def wrong_names(document: Document) -> Iterator[SchemaError]:
    """Find names that stand twice, and those that lead nowhere."""
    spec: Mapping[str, Any] = document.value
    yield from doubled(document, spec)
    for section, keywords in NAMED.items():
        for name, part in (spec.get(section) or {}).items():
            for keyword, target in keywords.items():
                given = at(part, keyword)
                known = spec.get(target) or {}
                if isinstance(given, str) and is_name(given) and given not in known:
                    text = f"there is no {NOUNS[target]} {given} in this spec{suggestion(given, known)}"
                    yield SchemaError((section, name, *keyword), text, given, listed(known))
    if not any(spec.get(section) for section in SECTIONS):
        yield SchemaError((), f"it defines nothing; it may have {', '.join(SECTIONS)}")


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


def at(part: Any, path: tuple[str, ...]) -> Any:
    """What stands at a path, or nothing."""
    for key in path:
        part = part.get(key) if isinstance(part, dict) else None
    return part
