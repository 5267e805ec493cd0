"""The syntax of filter patterns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.reading.filter_patterns import problem
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
        for pattern in mapping.settings.each("FilterCriteria.Filters[].Pattern"):
            if isinstance(pattern.node, Mapping):
                found: str | None = "it is an object, where its text is wanted"
            else:
                found = problem(structure(pattern))
            if found is not None:
                yield Violation(
                    pattern,
                    message=f"the filter pattern is not valid: {found}",
                    given=None if isinstance(pattern.node, str) else "an object",
                    allowed="the text of a JSON object whose fields are lists of matchers",
                )


def structure(pattern: Value) -> str:
    """The text of a pattern; where pieces of it are filled in at deployment, with a word in their places.

    Raises:
        CannotDecide: the pieces that are known do not make JSON by themselves, or hold nothing wrong.
    """
    if pattern.undecided and len(pattern.parts) > 1:
        text = "".join(part if isinstance(part, str) else "x" for part in pattern.parts)
        if is_json(text) and problem(text) is not None:
            return text
    return pattern.text or ""


def is_json(text: str) -> bool:
    """Tell whether a text is JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
