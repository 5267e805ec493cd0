"""The syntax of filter patterns."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.reading.filter_patterns import faults
from constructs_lib.policy.rule import Violation, rule

FILTER = "FilterCriteria: {{Filters: [{{Pattern: '{}'}}]}}"


@rule(
    id="LAM022",
    name="mapping-filter-pattern-syntax",
    title="a filter pattern is a JSON object whose fields are lists of matchers",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses an invalid filter pattern, and the deployment fails",
    fix='write each field as a list, such as {"data": {"type": ["order"]}}, with one comparison in each matcher',
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-lambda-esm-filter-pattern-leaf-array, "
    "2026-09-07; https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html (read 2026-11-21)",
    bad=example("StartingPosition: LATEST", FILTER.format('{"data": {"type": "order"}}')),
    good=example("StartingPosition: LATEST", FILTER.format('{"data": {"type": ["order"]}}')),
)
def mapping_filter_pattern_syntax(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        yield from faults(mapping.settings.each("FilterCriteria.Filters[].Pattern"))
