"""Find the search domain that a delivery stream writes to."""

from __future__ import annotations

from constructs_lib.graph import Reference, ResourceView, Value

DOMAIN_VERSIONS = {
    "AWS::OpenSearchService::Domain": "EngineVersion",
    "AWS::Elasticsearch::Domain": "ElasticsearchVersion",
}
"""Types of domains, and the property that holds their engine."""


def domain_of(destination: Value) -> ResourceView | None:
    """The domain of a destination that is part of this app: by its ARN, or by the host of its address."""
    for key in ("DomainARN", "ClusterEndpoint"):
        for part in destination[key].parts:
            if isinstance(part, Reference):
                found = destination.owner.view.find(destination.owner.resource.template, part.target)
                return found if found is not None and found.type in DOMAIN_VERSIONS else None
    return None
