"""Where parts of a spec contradict one another, before any resource is made of them: what the constructs refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from constructs_lib.graph.readers.document import Document, Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.names import at
from constructs_lib.spec.s3 import DEFAULT_BACKUP_PREFIX, DEFAULT_ERROR_PREFIX, hive_prefix

EXPRESSION = "!{"
PASSWORDS = frozenset({"password", "pwd"})


def contradictions(document: Document) -> Iterator[SchemaError]:
    """Say where a spec that keeps its schema contradicts itself."""
    spec: Mapping[str, Any] = document.value
    for name, part in (spec.get("consumers") or {}).items():
        yield from of_consumer(part, ("consumers", name))
    for name, part in (spec.get("deliveries") or {}).items():
        if {"key", "source"} <= set(part):
            text = "key encrypts what producers put; records of a stream are encrypted with the key of the stream"
            yield SchemaError(("deliveries", name, "key"), text)
        if "s3" in part:
            yield from of_s3(part["s3"] or {}, ("deliveries", name, "s3"))
        for kind in ("httpEndpoint", "openSearch", "iceberg"):
            yield from of_backup(at(part, (kind, "backup")) or {}, ("deliveries", name, kind, "backup"))
        if has_password(at(part, ("httpEndpoint", "url")) or ""):
            text = "url holds a password, which whoever reads the template can read: put it into a secret"
            yield SchemaError(("deliveries", name, "httpEndpoint", "url"), text)


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


def of_s3(part: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find failed records that could not be told from delivered ones, or could not be copied."""
    partition = part.get("partitionBy") or {}
    prefix = part.get("prefix") or hive_prefix(partition.get("jq", {}), partition.get("transformKeys", []))
    if "bucket" not in part:
        yield from apart(prefix, part.get("errorPrefix", DEFAULT_ERROR_PREFIX), path)
    elif "failures" in part:
        text = (
            "failures needs a bucket that is defined here: leave bucket out, or keep failed records under errorPrefix"
        )
        yield SchemaError((*path, "failures"), text)
    if {"parquet", "orc"} <= set(part.get("conversion") or {}):
        yield SchemaError((*path, "conversion", "orc"), "only one of parquet and orc can be given")


def of_backup(part: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find failed records that could not be told from delivered ones."""
    prefix = part.get("prefix", DEFAULT_BACKUP_PREFIX) if part.get("allRecords") else ""
    yield from apart(prefix, part.get("errorPrefix", DEFAULT_ERROR_PREFIX), path)


def apart(prefix: str, error_prefix: str, path: Path) -> Iterator[SchemaError]:
    """Find prefixes under which failed records could not be told from delivered ones."""
    errors, data = error_prefix.partition(EXPRESSION)[0], prefix.partition(EXPRESSION)[0]
    if not errors:
        text = "errorPrefix must begin with fixed text, such as errors/: failed records are known by it"
        yield SchemaError((*path, "errorPrefix"), text, error_prefix)
    elif prefix and data.startswith(errors):
        text = f"prefix lies under errorPrefix {error_prefix}: delivered records would be taken for failed ones"
        yield SchemaError((*path, "prefix"), text, prefix)


def has_password(url: str) -> bool:
    """Tell whether an address holds a password."""
    parts = urlsplit(url)
    return ":" in parts.netloc.rpartition("@")[0] or any(name.lower() in PASSWORDS for name in parse_qs(parts.query))
