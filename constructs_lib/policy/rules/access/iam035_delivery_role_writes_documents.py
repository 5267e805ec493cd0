"""Permission to write documents into a search domain or collection."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import index_needs
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule

DOMAIN = "Search: {Type: AWS::OpenSearchService::Domain, Properties: {EngineVersion: OpenSearch_2.11}}"
DESCRIBE = "{Effect: Allow, Action: 'es:Describe*', Resource: !GetAtt Search.Arn}"
WRITE = "{Effect: Allow, Action: ['es:ESHttpPost', 'es:ESHttpPut'], Resource: !Sub '${Search.Arn}/*'}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    AmazonopensearchserviceDestinationConfiguration:
      IndexName: events
      DomainARN: !GetAtt Search.Arn
      RoleARN: !GetAtt Role.Arn
      S3Configuration: {BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}
"""


@rule(
    id="IAM035",
    name="delivery-role-writes-documents",
    title="delivery roles may write documents",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream deploys, and every document then goes to the backup bucket",
    fix="allow es:ESHttpPost and es:ESHttpPut on the domain's ARN followed by /*, or aoss:APIAccessAll",
    source="https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es (read 2026-11-21)",
    bad=template(BUCKET, DOMAIN, role("Role", OBJECTS, DESCRIBE), DELIVERY),
    good=template(BUCKET, DOMAIN, role("Role", OBJECTS, WRITE, DESCRIBE), DELIVERY),
)
def delivery_role_writes_documents(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's roles."""
    for need in unmet(index_needs(stream)):
        yield Violation(
            need.role,
            message=f"the role is not allowed {need.action}",
            allowed=f"{need.action} on what the documents are written to",
        )
