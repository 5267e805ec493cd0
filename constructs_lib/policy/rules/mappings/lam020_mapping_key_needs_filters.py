"""The key of a mapping and what it encrypts."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

KEY = "KmsKeyArn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
FILTERS = """FilterCriteria: {Filters: [{Pattern: '{"data": {"type": ["order"]}}'}]}"""


@rule(
    id="LAM020",
    name="mapping-key-needs-filters",
    title="a mapping with a key has filters to encrypt",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="the key encrypts the filter criteria and nothing else, so the records are no safer than before",
    fix="leave KmsKeyArn out, and encrypt the stream",
    source=limit("esm-kms-needs-filter").read,
    bad=example("StartingPosition: LATEST", KEY),
    good=example("StartingPosition: LATEST", KEY, FILTERS),
)
def mapping_key_needs_filters(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        key = mapping["KmsKeyArn"]
        if key.exists and mapping["FilterCriteria"].absent:
            yield Violation(
                key,
                message="a mapping has a key, but no filter criteria for it",
                given="KmsKeyArn without FilterCriteria",
                allowed="FilterCriteria, or no KmsKeyArn",
            )
