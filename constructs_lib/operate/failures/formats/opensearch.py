"""Documents that an OpenSearch index did not take."""

from __future__ import annotations

from constructs_lib.operate.failures.formats.firehose_line import LineFormat
from constructs_lib.operate.failures.record import Kind

FORMAT = LineFormat(
    kind=Kind.OPENSEARCH,
    folders=("AmazonOpenSearchService-failed", "AmazonOpenSearchService_failed", "elasticsearch-failed"),
    recognizes=lambda document: "esIndexName" in document or "osIndexName" in document,
)
"""Source: Firehose Developer Guide, Handle data delivery failures.

The guide writes `-failed` and `_failed`, and `os` in place of `es` for collections of OpenSearch Serverless; the name
from the days of Elasticsearch is assumed.
"""
