"""Compare the table with the botocore models and CloudFormation schemas that are installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from constructs_lib.limits.limit import Kind, Limit
from constructs_lib.limits.table import table

MODELS = {"kinesis": "kinesis", "firehose": "firehose", "lambda": "lambda", "kinesisanalyticsv2": "kinesisanalyticsv2"}
REGION = "us-east-1"
LARGEST_INTEGER = 2**63 - 1
"""What a schema writes where it has no upper bound."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A place where a source and the table do not agree.

    Attributes:
        limit: id.
        against: `botocore <version>` or `schema`.
        field: what differs: `minimum`, `maximum`, `allowed` or `pattern`.
        ours: in the table.
        theirs: in the source.
        settled: why ours stands, where the table says so; `None` for a new difference.
    """

    limit: str
    against: str
    field: str
    ours: object
    theirs: object
    settled: str | None = None


def verify() -> Iterator[Difference]:
    """Find every difference between the table and what is installed.

    Raises:
        ImportError: botocore or cfn-lint is not installed.
    """
    for limit in table().values():
        if limit.model_shape:
            yield from against_model(limit)
        if limit.cfn_schema and not limit.cfn_schema.startswith("absent"):
            yield from against_schema(limit)


def against_model(limit: Limit) -> Iterator[Difference]:
    """Compare a limit with its botocore shape."""
    import botocore

    service, _, name = (limit.model_shape or "").partition(".")
    shape = model(service).get(name)
    against = f"botocore {botocore.__version__}"
    if shape is None:
        yield Difference(limit=limit.id, against=against, field="shape", ours=limit.model_shape, theirs=None)
        return
    yield from compare(limit, shape, against, settled=None)


@cache
def model(service: str) -> Mapping[str, Any]:
    """Load the shapes of a service's model, without starting a client."""
    from botocore.loaders import Loader

    shapes: Mapping[str, Any] = Loader().load_service_model(MODELS.get(service, service), "service-2")["shapes"]
    return shapes


def against_schema(limit: Limit) -> Iterator[Difference]:
    """Compare a limit with the CloudFormation schema; the differences that the table names are settled."""
    settled = None
    if limit.cfn_schema and limit.cfn_schema.startswith("differs"):
        settled = f"{limit.cfn_schema}; {limit.note}" if limit.note else limit.cfn_schema
    found = schema_at(limit.resource, limit.property_path or "")
    if found is None:
        if limit.cfn_schema != "property-not-in-schema":
            yield Difference(limit=limit.id, against="schema", field="property", ours=limit.property_path, theirs=None)
        return
    theirs = {
        "min": found.get("minimum", found.get("minLength", found.get("minItems"))),
        "max": found.get("maximum", found.get("maxLength", found.get("maxItems"))),
        "enum": found.get("enum"),
        "pattern": found.get("pattern"),
    }
    yield from compare(limit, theirs, "schema", settled)


def compare(limit: Limit, theirs: Mapping[str, Any], against: str, settled: str | None) -> Iterator[Difference]:
    """Compare the parts of a limit that both sides state."""
    pairs: list[tuple[str, object, object]] = []
    if limit.kind in {Kind.RANGE, Kind.LENGTH, Kind.COUNT}:
        for field, ours, other in (
            ("minimum", limit.minimum, theirs.get("min")),
            ("maximum", limit.maximum, theirs.get("max")),
        ):
            same = ours == other or (field == "minimum" and {ours, other} <= {0, None})
            if not same and other not in {None, LARGEST_INTEGER}:
                pairs.append((field, ours, other))
    elif limit.kind is Kind.ENUM and theirs.get("enum"):
        known, stated = set(map(str, limit.allowed)), set(map(str, theirs["enum"]))
        if known != stated:
            pairs.append(("allowed", sorted(known - stated), sorted(stated - known)))
    elif limit.kind is Kind.PATTERN and anchored(theirs.get("pattern") or limit.pattern) != anchored(limit.pattern):
        pairs.append(("pattern", limit.pattern, theirs["pattern"]))
    for field, own, stated_there in pairs:
        yield Difference(limit=limit.id, against=against, field=field, ours=own, theirs=stated_there, settled=settled)


def anchored(pattern: str | None) -> str:
    """Write a pattern without its outer anchors: both sources mean the whole value."""
    return (pattern or "").removeprefix("^").removesuffix("$")


@cache
def resource_schema(type: str) -> Mapping[str, Any] | None:
    """Load cfn-lint's copy of a resource type's schema."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    try:
        schema: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type).schema
    except Exception:
        return None
    return schema


def schema_at(type: str, path: str) -> Mapping[str, Any] | None:
    """Walk a schema along a property path; `*.` is any destination block that has the rest."""
    schema = resource_schema(type)
    if schema is None:
        return None
    node: Mapping[str, Any] | None = schema
    steps = path.replace("[]", ".[]").split(".")
    return walk(schema, node, steps)


def walk(schema: Mapping[str, Any], node: Mapping[str, Any] | None, steps: list[str]) -> Mapping[str, Any] | None:
    """Follow one step after the other, through references."""
    node = resolved(schema, node)
    if node is None or not steps:
        return node
    step, rest = steps[0], steps[1:]
    if step == "[]":
        return walk(schema, node.get("items"), rest)
    properties = node.get("properties", {})
    if step == "*":
        found = (walk(schema, each, rest) for each in properties.values())
        return next((each for each in found if each is not None), None)
    return walk(schema, properties[step], rest) if step in properties else None


def resolved(schema: Mapping[str, Any], node: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Follow `$ref` to its definition."""
    while node is not None and "$ref" in node:
        target: Any = schema
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target.get(part, {})
        node = target
    return node
