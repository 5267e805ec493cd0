"""Search domains in a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ELASTICSEARCH, OPENSEARCH
from constructs_lib.policy.reading.domains import domain_of
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Search:
    Type: AWS::OpenSearchService::Domain
    Properties:
      VPCOptions: {{SubnetIds: [subnet-0123456789abcdef0]}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      AmazonopensearchserviceDestinationConfiguration:
        IndexName: orders
        DomainARN: !GetAtt Search.Arn
        {vpc}
"""


@rule(
    id="KDF204",
    name="search-domain-in-vpc",
    title="a domain in a VPC is delivered to in that VPC",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="Firehose does not reach the domain from outside, and it cannot be changed on the delivery stream later",
    fix="add VpcConfiguration with subnets and security groups that reach the domain, and a role that makes interfaces",
    source="https://docs.aws.amazon.com/firehose/latest/dev/create-destination.html and "
    "https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es-vpc (read 2026-11-21)",
    bad=EXAMPLE.format(vpc=""),
    good=EXAMPLE.format(vpc="VpcConfiguration: {SubnetIds: [subnet-0123456789abcdef0]}"),
)
def search_domain_in_vpc(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to a domain of this app."""
    for name in (OPENSEARCH, ELASTICSEARCH):
        destination = stream[name]
        if destination.absent or not destination["VpcConfiguration"].absent:
            continue
        domain = domain_of(destination)
        if domain is not None and domain["VPCOptions.SubnetIds"].items:
            yield Violation(
                destination["VpcConfiguration"],
                message=f"the domain {domain.id} is in a VPC, and the delivery is not",
                allowed="a VpcConfiguration",
            )
