"""What the parts of a spec call one another."""

from __future__ import annotations

from typing import Any

from constructs_lib.graph.readers.document import Path

SECTIONS = ("streams", "consumers", "deliveries", "writers", "channels", "applications", "failureBuckets")
MONITORING = "Monitoring"
"""Id of the construct that holds alarms and dashboard."""


def is_name(text: str) -> bool:
    """Tell a name of this spec from an ARN."""
    return ":" not in text


def at(part: Any, path: Path) -> Any:
    """What stands at a path, or nothing."""
    for key in path:
        part = part.get(key) if isinstance(part, dict) else None
    return part
