"""Delivery to endpoints: one of your own, and those of partners."""

from __future__ import annotations

from aws_cdk import Duration, Size, Stack
from constructs import Construct

from apps.gallery.secrets import existing_secret
from constructs_lib.cdk import (
    Backup,
    Buffering,
    ContentEncoding,
    Decompression,
    DeliveryStream,
    Endpoint,
    FailureBucket,
    HttpEndpointDestination,
    LogMessageExtraction,
)
from constructs_lib.cdk.delivery.partners import DATADOG, HONEYCOMB


class HttpEndpoints(Stack):
    """Define deliveries that share a failure bucket.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: delivery to HTTPS endpoints")
        failures = Backup(bucket=FailureBucket(self, "Failures"))
        DeliveryStream(
            self,
            "Own",
            destination=HttpEndpointDestination(
                endpoint=Endpoint(url="https://ingest.example.com/v1", name="Ours"),
                common_attributes={"team": "lake"},
                content_encoding=ContentEncoding.NONE,
                buffering=Buffering(size=Size.mebibytes(1), interval=Duration.seconds(10)),
                retry=Duration.minutes(30),
                backup=Backup(all_records=True),
            ),
        )
        DeliveryStream(
            self,
            "LogsToDatadog",
            processors=[Decompression(), LogMessageExtraction()],
            destination=HttpEndpointDestination(
                endpoint=DATADOG.at("logs-eu"), secret=existing_secret(self, "Datadog"), backup=failures
            ),
        )
        DeliveryStream(
            self,
            "EventsToHoneycomb",
            destination=HttpEndpointDestination(
                endpoint=HONEYCOMB.url("https://api.honeycomb.io/1/kinesis_events/flights"),
                secret=existing_secret(self, "Honeycomb"),
                backup=failures,
            ),
        )
