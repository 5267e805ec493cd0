"""Delivery to an OpenSearch Service domain: what `OpenSearchDestination` has."""

from __future__ import annotations

from constructs_lib.spec.destinations.destination import SEARCH_FAULTS, Destination
from constructs_lib.spec.destinations.kept import backup
from constructs_lib.spec.destinations.objects import service_buffering
from constructs_lib.spec.destinations.reached import retry, vpc
from constructs_lib.spec.fields import decides, fixed, text_of
from constructs_lib.spec.keywords import arn, choice

DEFAULT_ROTATION = "OneDay"
DEFAULT_DOCUMENT_ID = "FIREHOSE_DEFAULT"

OPEN_SEARCH = Destination(
    keyword="openSearch",
    text="An index of an OpenSearch Service domain.",
    property="AmazonopensearchserviceDestinationConfiguration",
    metrics="DeliveryToAmazonOpenSearchService",
    faults=SEARCH_FAULTS,
    required=("domain", "index"),
    fields=(
        decides("domain", "DomainARN", fixed(arn("es", "Where to."))),
        decides(
            "index",
            "IndexName",
            text_of("Without the time that rotation adds.", "firehose-opensearch-index-name-length"),
        ),
        decides(
            "indexRotation",
            "IndexRotationPeriod",
            fixed(choice("firehose-opensearch-rotation-enum", "OneDay unless given.")),
            DEFAULT_ROTATION,
        ),
        decides(
            "typeName",
            "TypeName",
            text_of("For Elasticsearch before 7.", "firehose-opensearch-type-name-length"),
        ),
        decides(
            "documentId",
            "DocumentIdOptions.DefaultDocumentIdFormat",
            fixed(choice("firehose-opensearch-document-id-enum", "FIREHOSE_DEFAULT unless given.")),
            DEFAULT_DOCUMENT_ID,
        ),
        vpc(),
        service_buffering("opensearch"),
        retry("opensearch"),
        backup(failed="FailedDocumentsOnly", everything="AllDocuments"),
    ),
)
