"""Updates of event source mappings."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.updates.change import Change, Loss, UpdateRule


def mapping_is_replaced(change: Change) -> Iterator[Loss]:
    """Find event source mappings that start anew."""
    if change.new is None:
        yield Loss(
            change.old["FunctionName"], "the mapping is deleted: the function sees nothing more", given="removed"
        )
        return
    for path in change.recreated():
        yield Loss(
            change.new[path],
            f"{path} changes: a new mapping starts at its own position, so records are read again or skipped",
            given=f"{path} changes",
        )


RULES = (
    UpdateRule(
        id="UPD020",
        name="mapping-is-replaced",
        severity=Severity.WARNING,
        resources=("AWS::Lambda::EventSourceMapping",),
        allowed="the same source and starting position",
        why="the place up to which records were handled is forgotten",
        fix="leave these properties as they are",
        source=limit("esm-immutable").read,
        check=mapping_is_replaced,
    ),
)
