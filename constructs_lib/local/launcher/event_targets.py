# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Rules whose target is a stream or a delivery stream, which MiniStack does not serve."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ministack.services import eventbridge

from constructs_lib.local.launcher import targets
from constructs_lib.local.launcher.contract import expect

if TYPE_CHECKING:
    from collections.abc import Mapping

PATCH = "event targets"


def apply() -> None:
    """Write the events that a rule matches."""
    targets.check(PATCH)
    expect(
        PATCH,
        eventbridge,
        _invoke_target=("target", "event", "rule", "view"),
        _apply_input_transformer=("transformer", "rule", "view"),
        _pattern_event_view=("event",),
    )
    invoke = eventbridge._invoke_target

    def invoke_target(target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any = None) -> None:
        if not targets.is_target(target.get("Arn", "")):
            invoke(target, event, rule, view)
            return
        view = view or eventbridge._pattern_event_view(event)
        targets.write_or_keep(
            target["Arn"],
            payload(target, rule, view).encode(),
            partition_key=partition_key(target, view.event_with_detail()),
            queue_arn=(target.get("DeadLetterConfig") or {}).get("Arn"),
        )

    eventbridge._invoke_target = invoke_target


def payload(target: Mapping[str, Any], rule: Mapping[str, Any], view: Any) -> str:
    """Write what a target gets: the event, a part of it, or what its transformer makes of it."""
    event = view.event_with_detail()
    if target.get("InputTransformer"):
        return str(eventbridge._apply_input_transformer(target["InputTransformer"], rule, view))
    if target.get("Input"):
        return str(target["Input"])
    if target.get("InputPath"):
        return json.dumps(targets.at(event, target["InputPath"]))
    return json.dumps(event)


def partition_key(target: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """Read the partition key: what the target's path finds, the event's id without one."""
    path = (target.get("KinesisParameters") or {}).get("PartitionKeyPath")
    found = targets.at(event, path) if path else None
    return str(event["id"]) if found is None else found if isinstance(found, str) else json.dumps(found)
