"""Find what names something that is not there: a deleted bucket, role, function, stream or key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.operate.audit.delivery_shapes import DELIVERY_STREAM
from constructs_lib.operate.audit.shapes import FUNCTION, MAPPING, STREAM
from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.notices.audits import DANGLING
from constructs_lib.policy.notices.notice import tell

LOG = "LogGroupName"
"""Without its log group, a delivery stream delivers as before."""
NAMING = frozenset({STREAM, DELIVERY_STREAM, MAPPING, FUNCTION})


def dangling_findings(definitions: Iterable[Definition], gone: AbstractSet[str]) -> Iterator[Finding]:
    """Name each property that holds the name or ARN of what is not there.

    Args:
        definitions: what runs.
        gone: what the services do not know.
    """
    for definition in definitions:
        if definition.type in NAMING:
            for path, text in held(definition.properties):
                if text in gone:
                    yield dangling(definition, path, text)


def held(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text within a value, with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from held(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from held(item, f"{path}[{place}]")


def dangling(definition: Definition, path: str, text: str) -> Finding:
    """Say what is not there."""
    finding = tell(
        DANGLING,
        f"{path} names {text}, which is not there",
        resource=definition.id,
        resource_type=definition.type,
        property=path,
        given=text,
    )
    return replace(finding, severity=Severity.WARNING) if path.endswith(LOG) else finding
