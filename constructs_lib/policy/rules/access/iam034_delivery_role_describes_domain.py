"""Permission to look at a search domain."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import describe_needs
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
    id="IAM034",
    name="delivery-role-describes-domain",
    title="delivery roles may describe their search domain",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service describes the domain while the delivery stream is made, and refuses it when the role may not",
    fix="allow es:DescribeDomain, es:DescribeDomains and es:DescribeDomainConfig on the domain's ARN",
    source="https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es (read 2026-11-21)",
    bad=template(BUCKET, DOMAIN, role("Role", OBJECTS, WRITE), DELIVERY),
    good=template(BUCKET, DOMAIN, role("Role", OBJECTS, WRITE, DESCRIBE), DELIVERY),
)
def delivery_role_describes_domain(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's roles."""
    for need in unmet(describe_needs(stream)):
        yield Violation(
            need.role,
            message="the role is not allowed to describe the domain",
            allowed="es:DescribeDomain on the domain's ARN",
        )
