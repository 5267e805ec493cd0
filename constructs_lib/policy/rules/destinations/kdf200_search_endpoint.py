"""Where a search destination is."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ELASTICSEARCH, OPENSEARCH, OPENSEARCH_SERVERLESS
from constructs_lib.policy.rule import Violation, rule

ADDRESSES = {
    OPENSEARCH: ("DomainARN", "ClusterEndpoint"),
    ELASTICSEARCH: ("DomainARN", "ClusterEndpoint"),
    OPENSEARCH_SERVERLESS: ("CollectionEndpoint",),
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      AmazonopensearchserviceDestinationConfiguration:
        IndexName: orders
        {endpoint}
"""


@rule(
    id="KDF200",
    name="search-endpoint",
    title="a search destination has one address",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it wants the domain or the cluster endpoint, and not both",
    fix="set DomainARN or ClusterEndpoint; for OpenSearch Serverless, CollectionEndpoint",
    source=limit("firehose-opensearch-endpoint-one-of").read,
    bad=EXAMPLE.format(endpoint=""),
    good=EXAMPLE.format(endpoint="ClusterEndpoint: https://search.example.com"),
)
def search_endpoint(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    for name, addresses in ADDRESSES.items():
        destination = stream[name]
        found = [address for address in addresses if address in destination.keys]
        if destination.exists and len(found) != 1:
            yield Violation(
                destination,
                message="the destination has two addresses" if found else "the destination has no address",
                given=" and ".join(found) or "nothing",
                allowed=" or ".join(addresses),
            )
