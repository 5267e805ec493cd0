"""The images of an item that a filter looks at, and those that the stream of its table carries."""

from __future__ import annotations

import json
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import DYNAMODB, MAPPINGS, mappings_of
from constructs_lib.policy.reading.filter_patterns import problem
from constructs_lib.policy.rule import Violation, rule

IMAGES = {"NewImage": ("NEW_IMAGE", "NEW_AND_OLD_IMAGES"), "OldImage": ("OLD_IMAGE", "NEW_AND_OLD_IMAGES")}
"""Image in a record to the view types that carry it."""
ABSENT = [{"exists": False}]
FILTER = """FilterCriteria: {Filters: [{Pattern: '{"dynamodb": {"NewImage": {"state": {"S": ["open"]}}}}'}]}"""
TABLE = """
  Items:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{{AttributeName: id, AttributeType: S}}]
      KeySchema: [{{AttributeName: id, KeyType: HASH}}]
      StreamSpecification: {{StreamViewType: {view}}}
"""
READ = example("StartingPosition: LATEST", FILTER, source="!GetAtt Items.StreamArn")


@rule(
    id="LAM042",
    name="mapping-filter-image-of-table",
    title="a filter looks at images that the stream of its table carries",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="no record matches, so the function is never called and the mapping passes over every record",
    fix="set StreamViewType of the table to one that has the image, or filter on Keys",
    source="botocore 1.44.5 dynamodb StreamSpecification documentation, 2026-11-17",
    bad=READ + TABLE.format(view="KEYS_ONLY"),
    good=READ + TABLE.format(view="NEW_IMAGE"),
)
def mapping_filter_image_of_table(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        for pattern in mapping.settings.each("FilterCriteria.Filters[].Pattern"):
            wanted = images_in(pattern.text or "")
            if not wanted or mapping.source.reference is None or not mapping.reads(DYNAMODB):
                continue
            table = mapping.source.target
            view = None if table is None else table["StreamSpecification.StreamViewType"].text
            lacking = [image for image in wanted if view is not None and view not in IMAGES[image]]
            if table is not None and lacking:
                yield Violation(
                    pattern,
                    message=f"the filter wants {lacking[0]}, and the stream of {table.id} carries {view}",
                    allowed=f"a filter on Keys, or {' or '.join(IMAGES[lacking[0]])} on {table.id}",
                )


def images_in(text: str) -> list[str]:
    """The images that a record must have to match a pattern."""
    if problem(text) is not None:
        return []
    record = json.loads(text).get("dynamodb")
    return [image for image in IMAGES if isinstance(record, dict) and record.get(image, ABSENT) != ABSENT]
