"""The type name of documents against the engine of the domain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ELASTICSEARCH, OPENSEARCH
from constructs_lib.policy.reading.domains import DOMAIN_VERSIONS, domain_of
from constructs_lib.policy.rule import Violation, rule

ENGINE = re.compile(r"(?:(?P<engine>OpenSearch|Elasticsearch)_)?(?P<major>\d+)\.")
WITH_TYPES = limit("firehose-elasticsearch-type-name-versions")
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
        DomainARN: !GetAtt Search.Arn
        {type}
"""


@rule(
    id="KDF201",
    name="search-type-name",
    title="documents for OpenSearch, or for Elasticsearch 7 and later, have no type name",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: these engines know no types, and TypeName must be empty",
    fix="leave TypeName out",
    source=limit("firehose-opensearch-type-name-empty").read,
    bad=EXAMPLE.format(type="TypeName: order"),
    good=EXAMPLE.format(type=""),
)
def search_type_name(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to a domain of this app."""
    for name in (OPENSEARCH, ELASTICSEARCH):
        type_name = stream[f"{name}.TypeName"]
        if type_name.absent or not (type_name.undecided or type_name.text):
            continue
        found = domain_of(stream[name])
        if found is None:
            raise CannotDecide(type_name, "the engine of the domain is not known here")
        version = found[DOMAIN_VERSIONS[found.type]]
        if knows_no_types(found.type, version.text):
            yield Violation(
                type_name,
                message=f"the documents have a type name, but the domain runs {version.text or 'OpenSearch'}",
                allowed="no TypeName",
            )


def knows_no_types(domain: str, version: str | None) -> bool:
    """Tell whether an engine knows no types; a domain without a version runs OpenSearch, or Elasticsearch 1.5."""
    if version is None:
        return domain == "AWS::OpenSearchService::Domain"
    read = ENGINE.match(version)
    return read is not None and (read["engine"] == "OpenSearch" or int(read["major"]) not in WITH_TYPES)
