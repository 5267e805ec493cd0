"""Retries and parallel batches that stand in each other's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.graph.values import Node, Parameter
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

FACTOR = limit("esm-parallelization-factor")
WORDS = {
    "ParallelizationFactor": re.compile(r"parallel|concurren", re.IGNORECASE),
    "MaximumRetryAttempts": re.compile(r"retr(y|ies)", re.IGNORECASE),
    "BatchSize": re.compile(r"batch_?size", re.IGNORECASE),
    "MaximumBatchingWindowInSeconds": re.compile(r"window", re.IGNORECASE),
    "MaximumRecordAgeInSeconds": re.compile(r"record_?age", re.IGNORECASE),
}
"""Setting to what a parameter for it is called."""


@rule(
    id="LAM026",
    name="mapping-values-look-swapped",
    title="a mapping's settings do not stand in each other's place",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="both are plain numbers, so nothing refuses one in the wrong place, and the mapping does what nobody meant",
    fix="exchange the values, or name the parameter after the setting",
    source="AWS Lambda API, CreateEventSourceMapping: each setting's meaning; botocore 1.44.5, 2026-11-17",
    bad=example("StartingPosition: LATEST", "MaximumRetryAttempts: 4", "ParallelizationFactor: 50"),
    good=example("StartingPosition: LATEST", "MaximumRetryAttempts: 50", "ParallelizationFactor: 4"),
)
def mapping_values_look_swapped(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        for setting in WORDS:
            other = named_after(mapping[setting], setting)
            if other is not None:
                yield Violation(
                    mapping[setting],
                    message=f"{setting} takes its value from a parameter that is named after {other}",
                    given=f"parameter {parameter(mapping[setting])}",
                    allowed=f"a value that is meant for {setting}",
                )
        factor, retries = mapping["ParallelizationFactor"], mapping["MaximumRetryAttempts"]
        if factor.exists and retries.exists and look_swapped(factor, retries):
            yield Violation(
                factor,
                message=f"{factor.number} batches at a time and {retries.number} retries look exchanged",
                given=f"ParallelizationFactor {factor.number}, MaximumRetryAttempts {retries.number}",
                allowed=f"at most {FACTOR.high} batches at a time",
            )


def look_swapped(factor: Value, retries: Value) -> bool:
    """Tell whether the factor is out of range, and the retries would be in range for it."""
    if factor.number is None or retries.number is None:
        return False
    return factor.number > FACTOR.high and retries.number in FACTOR


def named_after(value: Value, setting: str) -> str | None:
    """The other setting that the parameter of a value is named after, unless it is named after its own, too."""
    name = parameter(value)
    if name is None or WORDS[setting].search(name):
        return None
    return next((other for other, words in WORDS.items() if words.search(name)), None)


def parameter(value: Value) -> str | None:
    """The parameter that gives a value, as the template names it."""
    node: Node = value.owner.resource.properties
    for key in value.path:
        node = node.get(str(key)) if isinstance(node, dict) else None
    return node.name if isinstance(node, Parameter) else None
