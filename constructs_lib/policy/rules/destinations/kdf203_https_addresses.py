"""Addresses that Firehose sends to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.addresses import HOLE, read_address
from constructs_lib.policy.reading.delivery import (
    DELIVERY_STREAM,
    ELASTICSEARCH,
    HTTP,
    OPENSEARCH,
    OPENSEARCH_SERVERLESS,
    SPLUNK,
)
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

HEC = f"{SPLUNK}.HECEndpoint"
COLLECTION = f"{OPENSEARCH_SERVERLESS}.CollectionEndpoint"
PLACES = (
    f"{HTTP}.EndpointConfiguration.Url",
    f"{OPENSEARCH}.ClusterEndpoint",
    f"{ELASTICSEARCH}.ClusterEndpoint",
    COLLECTION,
    HEC,
)
SCHEME = "https://"
HOST = re.compile(r"(?:\w+://)?[^/:]+[.:]")
"""What looks like the address of a collector, which the service takes as any text, and not like a placeholder."""
HOSTS = frozenset(
    {"DomainEndpoint", "DomainEndpointV2", "DNSName", "DomainName", "RegionalDomainName", "Endpoint.Address", "Arn"}
)
"""Attributes that are a host without a scheme, or no address at all."""
DASHBOARDS = "DashboardEndpoint"
EXAMPLE = """
Resources:
  Search:
    Type: AWS::OpenSearchService::Domain
    Properties: {{EngineVersion: OpenSearch_2.11}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      AmazonopensearchserviceDestinationConfiguration:
        IndexName: orders
        ClusterEndpoint: {endpoint}
"""


@rule(
    id="KDF203",
    name="https-addresses",
    title="the address of a destination begins with https://",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses other addresses, or never reaches them: it speaks HTTPS alone",
    fix="write https:// before the host, as in !Sub https://${Search.DomainEndpoint}",
    source="botocore 1.44.5 firehose HttpEndpointUrl, ClusterEndpoint; refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-firehose-splunk-hec-endpoint-https, 2026-09-10",
    bad=EXAMPLE.format(endpoint="!GetAtt Search.DomainEndpoint"),
    good=EXAMPLE.format(endpoint='!Sub "https://${Search.DomainEndpoint}"'),
)
def https_addresses(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; what is known in full is left to the patterns of the limits, where there is one."""
    values = ((place, stream[place]) for place in PLACES)
    yield from together(
        check(place, value) for place, value in values if not value.absent and (value.undecided or place == HEC)
    )


def check(place: str, value: Value) -> Iterator[Violation]:
    """Check one address."""
    address = read_address(value)
    if address.first is not None:
        attribute = address.first.attribute
        if attribute in HOSTS:
            yield Violation(
                value,
                message=f"{attribute} of {address.first.target} has no https://",
                allowed="an address with https://",
            )
        elif place == COLLECTION and attribute == DASHBOARDS:
            yield Violation(
                value,
                message=f"{attribute} of {address.first.target} is the address of the dashboards",
                allowed="its CollectionEndpoint",
            )
        return
    start = address.text[: len(SCHEME)].lower()
    known = start.partition(HOLE)[0]
    if known == SCHEME[: len(known)] and HOLE in start:
        raise CannotDecide(value, "how the address begins is known at deployment")
    if start != SCHEME and (place != HEC or HOST.match(address.text)):
        yield Violation(
            value,
            message="the address does not begin with https://",
            allowed="an address with https://",
            severity=Severity.WARNING if place == HEC and "://" not in address.text else None,
        )
