"""Permission to deliver into a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import IN_SUBNETS, subnet_needs
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.rule import Violation, rule

AT_CREATION = frozenset({"ec2:CreateNetworkInterface", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"})
"""Without them the delivery stream fails with ENI_, SUBNET_ or SECURITY_GROUP_ACCESS_DENIED."""
INTERFACES = f"{{Effect: Allow, Action: {list(IN_SUBNETS)}, Resource: '*'}}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    AmazonopensearchserviceDestinationConfiguration:
      ClusterEndpoint: https://vpc-shop.us-east-1.es.amazonaws.com
      IndexName: orders
      RoleARN: !GetAtt Role.Arn
      VpcConfiguration: {RoleARN: !GetAtt Role.Arn, SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}
      S3Configuration: {BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}
"""


@rule(
    id="IAM038",
    name="delivery-role-joins-vpc",
    title="the role of a delivery into a VPC may make network interfaces there",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="Firehose makes network interfaces with the role while the delivery stream is made, which fails without them",
    fix=f"allow {', '.join(IN_SUBNETS)}",
    source="botocore 1.44.5 firehose VpcConfiguration RoleARN, DeliveryStreamFailureType; "
    "https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es-vpc (read 2026-11-21)",
    bad=template(BUCKET, role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, role("Role", OBJECTS, INTERFACES), DELIVERY),
)
def delivery_role_joins_vpc(stream: ResourceView) -> Iterator[Violation]:
    """Check the network settings of one delivery stream."""
    needs = missing(subnet_needs(stream))
    if needs:
        yield Violation(
            needs[0].role,
            message=f"the role is not allowed {', '.join(need.action for need in needs)}",
            allowed=", ".join(IN_SUBNETS),
            severity=None if any(need.action in AT_CREATION for need in needs) else Severity.WARNING,
        )
