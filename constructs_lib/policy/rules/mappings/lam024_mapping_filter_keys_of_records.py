"""What a filter of a stream's records can look at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, MAPPINGS, SQS, mappings_of
from constructs_lib.policy.reading.filter_patterns import OR, problem
from constructs_lib.policy.rule import Violation, rule

FILTER = "FilterCriteria: {{Filters: [{{Pattern: '{}'}}]}}"
RECORDS = {
    DYNAMODB: frozenset(
        (
            *("awsRegion", "dynamodb", "eventID", "eventName", "eventSource", "eventSourceARN", "eventVersion"),
            "userIdentity",
        )
    ),
    SQS: frozenset(
        (
            *("attributes", "awsRegion", "body", "eventSource", "eventSourceARN", "md5OfBody"),
            *("md5OfMessageAttributes", "messageAttributes", "messageId", "receiptHandle"),
        )
    ),
}
"""What a record of other sources has."""
RECORD = frozenset(
    ("approximateArrivalTimestamp", "data", "encryptionType", "kinesisSchemaVersion", "partitionKey", "sequenceNumber")
)
EVENT = frozenset(
    ("awsRegion", "eventID", "eventName", "eventSource", "eventSourceARN", "eventVersion", "invokeIdentityArn")
)
COMMON = EVENT & RECORDS[DYNAMODB] & RECORDS[SQS]
ABSENT = [{"exists": False}]


@rule(
    id="LAM024",
    name="mapping-filter-keys-of-records",
    title="a filter looks at what the records of its source have",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="no record matches, so the function is never called and the mapping passes over every record",
    fix='put the fields of the record\'s own JSON below "data", of a message below "body", of an item below "dynamodb"',
    source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html (read 2026-11-21)",
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
            wanted = set(wanted_keys(json.loads(text)))
            if wanted <= COMMON or not mapping.reads(KINESIS, *RECORDS):
                continue
            strange = sorted(wanted - RECORDS.get(str(mapping.service), RECORD | EVENT | {"kinesis"}))
            if strange:
                yield Violation(
                    pattern,
                    message=f"the filter wants {', '.join(strange)}, which no record of the source has",
                    allowed=", ".join(sorted(RECORDS.get(str(mapping.service), RECORD))),
                )


def wanted_keys(pattern: dict[str, Any]) -> Iterator[str]:
    """The keys that a record must have to match, except those within alternatives."""
    yield from (key for key, value in pattern.items() if key != OR and value != ABSENT)
