"""Where parts of a spec contradict one another, before any resource is made of them: what the constructs refuse."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec import processing
from constructs_lib.spec.destinations import DESTINATIONS
from constructs_lib.spec.destinations.objects import DEFAULT_BACKUP_PREFIX, DEFAULT_ERROR_PREFIX, apart
from constructs_lib.spec.names import at
from constructs_lib.spec.writers import WRITERS, kind_of


def contradictions(
    sections: Mapping[str, Mapping[str, Mapping[str, Any]]], streams: Container[str], deliveries: Container[str]
) -> Iterator[SchemaError]:
    """Say where the parts of a spec that keep its schema contradict themselves.

    Args:
        sections: those parts.
        streams: the names of all streams.
        deliveries: the names of all delivery streams.
    """
    for name, part in sections["consumers"].items():
        yield from of_consumer(part, ("consumers", name))
    for name, part in sections["deliveries"].items():
        if {"key", "source"} <= set(part):
            text = "key encrypts what producers put; records of a stream are encrypted with the key of the stream"
            yield SchemaError(("deliveries", name, "key"), text)
        yield from moments(part.get("source"), ("deliveries", name, "source"))
        yield from doubled(part.get("processors") or (), ("deliveries", name, "processors"))
        for keyword, destination in DESTINATIONS.items():
            if keyword in part:
                path = ("deliveries", name, keyword)
                yield from destination.contradictions(part[keyword] or {}, path)
                yield from of_backup(at(part, (keyword, "backup")) or {}, (*path, "backup"))
    for name, part in sections["writers"].items():
        for keyword, writer in WRITERS.items():
            if keyword in part:
                kind = kind_of(part["target"], streams, deliveries)
                yield from writer.contradictions(part[keyword] or {}, kind, ("writers", name, keyword))


def moments(source: Any, path: Path) -> Iterator[SchemaError]:
    """Find a moment from which a topic cannot be read."""
    moment = at(source, ("msk", "readFrom"))
    if moment is not None and not is_moment(moment):
        yield SchemaError((*path, "msk", "readFrom"), f"{moment} is no moment of the calendar", moment)


def doubled(processors: Sequence[Any], path: Path) -> Iterator[SchemaError]:
    """Find a step that is there with settings and without."""
    kinds = [processing.kind_of(each) for each in processors]
    for position, kind in enumerate(kinds):
        if kind in kinds[:position]:
            yield SchemaError((*path, position), f"{kind} is there twice: a record goes through each step once", kind)


def of_consumer(part: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find moments that there are not, and keywords that have no effect."""
    moment = part.get("startingPositionTimestamp")
    if moment is not None and not is_moment(moment):
        yield SchemaError((*path, "startingPositionTimestamp"), f"{moment} is no moment of the calendar", moment)
    if "consumerName" in part and part.get("fanOut") is False:
        yield SchemaError((*path, "consumerName"), "consumerName names a registered consumer, and fanOut is false")
    if "functionRole" in part and "entry" in part:
        yield SchemaError((*path, "functionRole"), "functionRole is of a function that is there, and entry defines one")


def is_moment(text: str) -> bool:
    """Tell whether the calendar and the clock have a moment."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def of_backup(part: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find failed records that could not be told from delivered ones."""
    prefix = part.get("prefix", DEFAULT_BACKUP_PREFIX) if part.get("allRecords") else ""
    yield from apart(prefix, part.get("errorPrefix", DEFAULT_ERROR_PREFIX), path)
