"""The stream of the table that a mapping reads."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, mappings_of
from constructs_lib.policy.rule import Violation, rule

TABLES = ("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table")
TABLE = """
  Items:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
"""
READ = example("StartingPosition: LATEST", source="!GetAtt Items.StreamArn")


@rule(
    id="LAM039",
    name="mapping-table-has-stream",
    title="a table whose stream is read has a stream",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="a table has a StreamArn only with a StreamSpecification, so CloudFormation cannot resolve the attribute",
    fix="give the table a StreamSpecification with a StreamViewType",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html, "
    "StreamArn (read 2026-11-21)",
    bad=READ + TABLE,
    good=READ + TABLE + "      StreamSpecification: {StreamViewType: NEW_IMAGE}\n",
)
def mapping_table_has_stream(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        source = mapping.source
        if source.reference is None or source.reference.attribute != "StreamArn":
            continue
        table = source.target
        if table is not None and table.type in TABLES and table["StreamSpecification"].absent:
            yield Violation(
                source,
                message=f"{table.id} has no stream",
                allowed=f"a StreamSpecification on {table.id}",
            )
