"""Permission to read the schema of a format conversion."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import conversion_needs
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.rule import Violation, rule

SCHEMA = "{Effect: Allow, Action: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'], Resource: '*'}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    ExtendedS3DestinationConfiguration:
      BucketARN: !GetAtt Bucket.Arn
      RoleARN: !GetAtt Role.Arn
      DataFormatConversionConfiguration:
        SchemaConfiguration: {RoleARN: !GetAtt Role.Arn, DatabaseName: shop, TableName: orders}
        InputFormatConfiguration: {Deserializer: {OpenXJsonSerDe: {}}}
        OutputFormatConfiguration: {Serializer: {ParquetSerDe: {}}}
"""


@rule(
    id="IAM033",
    name="conversion-role-reads-schema",
    title="conversion roles may read the table of their schema",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service looks the table up while the delivery stream is made, and refuses it: access denied",
    fix="allow glue:GetTable, glue:GetTableVersion and glue:GetTableVersions on the catalog, database and table",
    source="https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-glue (read "
    "2026-11-21); https://github.com/hashicorp/terraform-provider-aws/pull/17254 (read 2026-11-21)",
    bad=template(BUCKET, role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, role("Role", OBJECTS, SCHEMA), DELIVERY),
)
def conversion_role_reads_schema(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's roles; a role that may read the table but not its versions is known to fail later."""
    needs = missing(conversion_needs(stream))
    if needs:
        refused = any(need.checked for need in needs)
        yield Violation(
            needs[0].role,
            message=f"the role of the schema is not allowed {needs[0].action} in Glue",
            allowed="glue:GetTable, glue:GetTableVersion, glue:GetTableVersions",
            severity=None if refused else Severity.WARNING,
            why=None if refused else "Firehose asks for the versions of the table when it converts records",
        )
