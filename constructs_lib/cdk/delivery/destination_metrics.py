"""How CloudWatch calls what a delivery stream says about its destination."""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = ("Bytes", "DataFreshness", "Records", "Success")
SEARCH_FAULTS = ("AuthFailure", "DeliveryRejected")


@dataclass(frozen=True, kw_only=True)
class DestinationMetrics:
    """How CloudWatch calls a destination, and which limits its times have.

    Attributes:
        prefix: of the names of metrics.
        facts: how the ids of its limits end.
        names: what follows the prefix.
        records: name of the count of what is delivered.
        faults: metrics of its own that are above 0 when something is wrong.
        freshness: whether there is a metric of the age of records.
    """

    prefix: str
    facts: str
    names: tuple[str, ...] = EVERYWHERE
    records: str = "Records"
    faults: tuple[str, ...] = ()

    @property
    def freshness(self) -> bool:
        """Whether the age of records is told."""
        return "DataFreshness" in self.names

    def name(self, name: str) -> str:
        """Give the whole name of a metric.

        Raises:
            ValueError: Firehose sends no such metric for this destination, so an alarm on it would never ring.
        """
        if name not in self.names:
            known = ", ".join(self.names)
            raise ValueError(f"Firehose sends no {self.prefix}.{name}, an alarm on it would never ring: it has {known}")
        return f"{self.prefix}.{name}"


DESTINATIONS = {
    "ExtendedS3DestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToS3", facts="s3", names=(*EVERYWHERE, "ObjectCount")
    ),
    "RedshiftDestinationConfiguration": DestinationMetrics(prefix="DeliveryToRedshift", facts="redshift"),
    "AmazonopensearchserviceDestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToAmazonOpenSearchService",
        facts="opensearch",
        names=(*EVERYWHERE, *SEARCH_FAULTS),
        faults=SEARCH_FAULTS,
    ),
    "AmazonOpenSearchServerlessDestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToAmazonOpenSearchServerless",
        facts="opensearch-serverless",
        names=(*EVERYWHERE, *SEARCH_FAULTS),
        faults=SEARCH_FAULTS,
    ),
    "ElasticsearchDestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToElasticsearch", facts="elasticsearch", names=("Bytes", "Records", "Success")
    ),
    "SplunkDestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToSplunk", facts="splunk", names=(*EVERYWHERE, "DataAckLatency")
    ),
    "HttpEndpointDestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToHttpEndpoint", facts="http", names=(*EVERYWHERE, "ProcessedBytes", "ProcessedRecords")
    ),
    "SnowflakeDestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToSnowflake", facts="snowflake", names=(*EVERYWHERE, "DataCommitLatency")
    ),
    "IcebergDestinationConfiguration": DestinationMetrics(
        prefix="DeliveryToIceberg",
        facts="iceberg",
        names=("Bytes", "DataFreshness", "Success", "IncomingRowCount", "SuccessfulRowCount", "FailedRowCount"),
        records="SuccessfulRowCount",
        faults=("FailedRowCount",),
    ),
}
"""Property of a delivery stream to the names of its metrics.

Source: Firehose Developer Guide, "Monitor Amazon Data Firehose with CloudWatch metrics", and "Monitor metrics" of
Apache Iceberg Tables, 2026.
"""
