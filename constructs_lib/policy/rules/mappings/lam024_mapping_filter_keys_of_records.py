"""What a filter of a stream's records can look at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.reading.filter_patterns import OR, problem
from constructs_lib.policy.rule import Violation, rule

FILTER = "FilterCriteria: {{Filters: [{{Pattern: '{}'}}]}}"
RECORD = frozenset(
    ("approximateArrivalTimestamp", "data", "encryptionType", "kinesisSchemaVersion", "partitionKey", "sequenceNumber")
)
EVENT = frozenset(
    ("awsRegion", "eventID", "eventName", "eventSource", "eventSourceARN", "eventVersion", "invokeIdentityArn")
)
ABSENT = [{"exists": False}]


@rule(
    id="LAM024",
    name="mapping-filter-keys-of-records",
    title="a filter of a stream looks at what its records have",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="no record matches, so the function is never called and the mapping passes over every record",
    fix='put the fields of the record\'s own JSON below "data"',
    source="AWS Lambda Developer Guide, using event filtering with a Kinesis event source, 2026",
    bad=example("StartingPosition: LATEST", FILTER.format('{"body": {"type": ["order"]}}')),
    good=example("StartingPosition: LATEST", FILTER.format('{"data": {"type": ["order"]}}')),
)
def mapping_filter_keys_of_records(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        for pattern in mapping.settings.each("FilterCriteria.Filters[].Pattern"):
            text = pattern.text or ""
            if problem(text) is not None:
                continue
            strange = sorted(set(wanted_keys(json.loads(text))) - RECORD - EVENT - {"kinesis"})
            if strange and mapping.reads(KINESIS):
                yield Violation(
                    pattern,
                    message=f"the filter wants {', '.join(strange)}, which no record of a stream has",
                    allowed=f"data for the record's own fields, or {', '.join(sorted(RECORD - {'data'}))}",
                )


def wanted_keys(pattern: dict[str, Any]) -> Iterator[str]:
    """The keys that a record must have to match, except those within alternatives."""
    yield from (key for key, value in pattern.items() if key != OR and value != ABSENT)
