"""Delivery to Splunk and to Snowflake."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from constructs import Construct

from apps.gallery.secrets import existing_secret
from constructs_lib.cdk import (
    Backup,
    DataLoading,
    DeliveryStream,
    FailureBucket,
    HecEndpointType,
    SnowflakeDestination,
    SplunkDestination,
)


class Partners(Stack):
    """Define deliveries that share a failure bucket.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: delivery to Splunk and Snowflake")
        failures = Backup(bucket=FailureBucket(self, "Failures"))
        DeliveryStream(
            self,
            "ToSplunk",
            destination=SplunkDestination(
                endpoint="https://hec.example.com:8088",
                endpoint_type=HecEndpointType.EVENT,
                acknowledgment_timeout=Duration.minutes(5),
                secret=existing_secret(self, "Splunk"),
                backup=failures,
            ),
        )
        DeliveryStream(
            self,
            "ToSnowflake",
            destination=SnowflakeDestination(
                account_url="https://acme.snowflakecomputing.com",
                database="AIR",
                schema="PUBLIC",
                table="FLIGHTS",
                secret=existing_secret(self, "Snowflake"),
                snowflake_role="LOADER",
                backup=failures,
            ),
        )
        DeliveryStream(
            self,
            "ToSnowflakeThroughPrivateLink",
            destination=SnowflakeDestination(
                account_url="https://acme.privatelink.snowflakecomputing.com",
                database="AIR",
                schema="PUBLIC",
                table="RAW_FLIGHTS",
                data_loading=DataLoading.CONTENT_AND_METADATA,
                content_column="RECORD",
                metadata_column="ABOUT",
                private_link="com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
                secret=existing_secret(self, "SnowflakePrivate"),
                backup=failures,
            ),
        )
