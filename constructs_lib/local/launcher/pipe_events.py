# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""What a pipe makes of an event: whether it passes the filters, what is written, and by which key."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

from ministack.services import eventbridge

from constructs_lib.local.launcher import targets
from constructs_lib.local.launcher.contract import expect
from constructs_lib.simulation.mapping.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACEHOLDER = re.compile(r"<(\$[^<>]*)>")


def check(patch: str) -> None:
    """Check what rendering relies on."""
    expect(patch, eventbridge, _render_input_template=("template", "replacements"))


def deliver(pipe: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    """Write one event into the target of a pipe, unless its filters keep it out.

    Args:
        pipe: MiniStack's record of it, with the parameters of source and target.
        event: as Pipes documents that of the source.

    Raises:
        NotWrittenError: the target did not take it.
    """
    seen = parsed(event)
    filters = ((pipe.get("SourceParameters") or {}).get("FilterCriteria") or {}).get("Filters") or ()
    if filters and not any(Pattern(json.loads(one["Pattern"])).matches(seen) for one in filters):
        return
    settings = pipe.get("TargetParameters") or {}
    template = settings.get("InputTemplate")
    payload = rendered(template, seen) if template else json.dumps(event)
    key = (settings.get("KinesisStreamParameters") or {}).get("PartitionKey", "")
    targets.write(pipe["Target"], payload.encode(), partition_key=partition_key(key, seen))


def parsed(event: Mapping[str, Any]) -> dict[str, Any]:
    """Read the JSON inside an event, which filters, templates and paths look into.

    Source: EventBridge User Guide, Amazon EventBridge Pipes input transformation (implicit body data parsing)
    """
    found = dict(event)
    for name, decode in (("body", str.encode), ("data", base64.b64decode)):
        text = found.get(name)
        if isinstance(text, str):
            try:
                found[name] = json.loads(decode(text))
            except ValueError:
                continue
    return found


def rendered(template: str, event: Mapping[str, Any]) -> str:
    """Fill in the paths of a template."""
    values = {path: targets.at(event, path) for path in PLACEHOLDER.findall(template)}
    return str(eventbridge._render_input_template(template, values))


def partition_key(key: str, event: Mapping[str, Any]) -> str:
    """Read the partition key: what a path leads to, or the text itself."""
    found = targets.at(event, key) if key.startswith("$.") else key
    return found if isinstance(found, str) else json.dumps(found)
