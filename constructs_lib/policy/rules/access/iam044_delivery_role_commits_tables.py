"""Permission to commit to Iceberg tables."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ICEBERG
from constructs_lib.policy.reading.delivery_access import OF_TABLES, table_needs
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.rule import Violation, rule

COMMIT = f"{{Effect: Allow, Action: {list(OF_TABLES)}, Resource: '*'}}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    IcebergDestinationConfiguration:
      CatalogConfiguration: {CatalogArn: "arn:aws:glue:us-east-1:111122223333:catalog"}
      RoleARN: !GetAtt Role.Arn
      S3Configuration: {BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}
"""


@rule(
    id="IAM044",
    name="delivery-role-commits-tables",
    title="the role of a delivery to Iceberg may read and update the tables in the catalog",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="every commit is a change of the table in the Glue catalog; without it all records go to the error output",
    fix=f"allow {', '.join(OF_TABLES)} on the catalog, the databases and the tables",
    source="https://docs.aws.amazon.com/firehose/latest/dev/apache-iceberg-prereq.html (read 2026-11-21); the single "
    "actions are assumed",
    bad=template(BUCKET, role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, role("Role", OBJECTS, COMMIT), DELIVERY),
)
def delivery_role_commits_tables(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to Iceberg."""
    needs = missing(table_needs(stream))
    if needs:
        unseen = needs[0].action == OF_TABLES[0] and stream[f"{ICEBERG}.DestinationTableConfigurationList"].items
        yield Violation(
            needs[0].role,
            message=f"the role is not allowed {', '.join(need.action for need in needs)}",
            allowed=", ".join(OF_TABLES),
            severity=Severity.ERROR if unseen else None,
            why="the service looks named tables up while the delivery stream is made: access denied"
            if unseen
            else None,
        )
