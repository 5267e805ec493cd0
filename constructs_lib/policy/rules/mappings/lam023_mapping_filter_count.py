"""The number of filters of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

DEFAULT = limit("esm-filters-default-quota")
RAISED = limit("esm-filters-raised-quota")


def filters(count: int) -> str:
    """Write a number of filters."""
    patterns = ", ".join(f"""{{Pattern: '{{"data": {{"type": ["t{n}"]}}}}'}}""" for n in range(count))
    return f"FilterCriteria: {{Filters: [{patterns}]}}"


@rule(
    id="LAM023",
    name="mapping-filter-count",
    title=f"a mapping has at most {DEFAULT.high} filters, or {RAISED.high} after a quota request",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="Lambda refuses more filters than the account's quota allows, and the deployment fails",
    fix="put alternatives into one pattern: the list of a field, or $or",
    source=DEFAULT.read,
    bad=example("StartingPosition: LATEST", filters(int(DEFAULT.high) + 1)),
    good=example("StartingPosition: LATEST", filters(int(DEFAULT.high))),
)
def mapping_filter_count(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    granted = resource.view.limit(DEFAULT.id).high
    for mapping in mappings_of(resource):
        listed = mapping["FilterCriteria.Filters"]
        count = len(listed.items)
        if count > granted:
            yield Violation(
                listed,
                message=f"a mapping has {count} filters",
                given=f"{count} filters",
                allowed=f"{granted}, or {RAISED.high} after a quota request",
                severity=Severity.ERROR if count > RAISED.high else Severity.WARNING,
            )
