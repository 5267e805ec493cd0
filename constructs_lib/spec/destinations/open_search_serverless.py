"""Delivery to an OpenSearch Serverless collection: what `OpenSearchServerlessDestination` has."""

from __future__ import annotations

from constructs_lib.spec.destinations.destination import SEARCH_FAULTS, Destination
from constructs_lib.spec.destinations.kept import backup
from constructs_lib.spec.destinations.objects import service_buffering
from constructs_lib.spec.destinations.reached import retry, vpc
from constructs_lib.spec.fields import Field, decides, fixed, mapping_of, text_of
from constructs_lib.spec.keywords import arn, flag

COLLECTION = (
    decides("endpoint", "CollectionEndpoint", text_of("Begins with https://.")),
    Field(keyword="name", form=text_of("In which data access policies name it.")),
    Field(keyword="arn", form=fixed(arn("aoss", "In which the role's policy names it."))),
)

OPEN_SEARCH_SERVERLESS = Destination(
    keyword="openSearchServerless",
    text="An index of an OpenSearch Serverless collection.",
    property="AmazonOpenSearchServerlessDestinationConfiguration",
    metrics="DeliveryToAmazonOpenSearchServerless",
    faults=SEARCH_FAULTS,
    required=("collection", "index"),
    fields=(
        Field(
            keyword="collection",
            form=mapping_of(COLLECTION, "Where to.", required=("name", "arn", "endpoint")),
            decide=lambda given: COLLECTION[0].decide(given.below("collection")),
            arguments={"CollectionEndpoint": "collection.endpoint"},
        ),
        decides(
            "index",
            "IndexName",
            text_of("Its name never rotates.", "firehose-opensearch-serverless-index-name-length"),
        ),
        Field(
            keyword="grantDataAccess",
            form=fixed(flag("Define the data access policy that lets the role write; true unless given.")),
        ),
        vpc(),
        service_buffering("opensearch-serverless"),
        retry("opensearch-serverless"),
        backup(failed="FailedDocumentsOnly", everything="AllDocuments"),
    ),
)
