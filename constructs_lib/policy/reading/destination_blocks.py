"""The kinds of destinations, and the blocks of a delivery stream that each is written as."""

from __future__ import annotations

DESTINATIONS = {
    "s3": ("ExtendedS3DestinationConfiguration", "S3DestinationConfiguration"),
    "redshift": ("RedshiftDestinationConfiguration",),
    "opensearch": ("AmazonopensearchserviceDestinationConfiguration", "ElasticsearchDestinationConfiguration"),
    "opensearch-serverless": ("AmazonOpenSearchServerlessDestinationConfiguration",),
    "splunk": ("SplunkDestinationConfiguration",),
    "http": ("HttpEndpointDestinationConfiguration",),
    "snowflake": ("SnowflakeDestinationConfiguration",),
    "iceberg": ("IcebergDestinationConfiguration",),
}
