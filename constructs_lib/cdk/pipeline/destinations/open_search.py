"""From the OpenSearch destinations of a pipeline spec to those of the constructs."""

from __future__ import annotations

from aws_cdk import aws_opensearchservice as opensearch

from constructs_lib.cdk.delivery import (
    Collection,
    DocumentId,
    IndexRotation,
    OpenSearchDestination,
    OpenSearchServerlessDestination,
)
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, delivered
from constructs_lib.spec import Settings


def to_open_search(given: Settings, place: Place) -> Destination:
    """Deliver to an index."""
    return OpenSearchDestination(
        domain=domain(place, given.get("domain")),
        index=given.get("index"),
        index_rotation=IndexRotation(given.get("indexRotation", "OneDay")),
        type_name=given.get("typeName"),
        document_id=DocumentId(given.get("documentId", "FIREHOSE_DEFAULT")),
        vpc=place.vpc(given),
        buffering=buffering(given, "opensearch"),
        **delivered(given, place),
    )


def domain(place: Place, arn: str) -> opensearch.IDomain:
    """Find a domain; its endpoint is not needed."""
    return opensearch.Domain.from_domain_attributes(
        place.scope, f"{place.name}Domain", domain_arn=arn, domain_endpoint="https://unknown.invalid"
    )


def to_open_search_serverless(given: Settings, place: Place) -> Destination:
    """Deliver to an index of a collection."""
    return OpenSearchServerlessDestination(
        collection=Collection(**given.below("collection").written),
        index=given.get("index"),
        grant_data_access=given.get("grantDataAccess", True),
        vpc=place.vpc(given),
        buffering=buffering(given, "opensearch-serverless"),
        **delivered(given, place),
    )
