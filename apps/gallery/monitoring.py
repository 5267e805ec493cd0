"""Monitoring: on as it is decided, tuned, and off."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.cdk import (
    AlarmSettings,
    DataStream,
    DeliveryStream,
    FailureBucket,
    KinesisSource,
    PipelineMonitoring,
    S3Destination,
)


class Monitoring(Stack):
    """Watch three pipelines, each in another way.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: monitoring")
        self.failures = FailureBucket(self, "Failures")
        orders = self._pipeline("Orders")
        PipelineMonitoring(self, "OrdersMonitoring", streams=[orders[0]], deliveries=[orders[1]])
        clicks = self._pipeline("Clicks")
        operators = sns.Topic(
            self, "Operators", enforce_ssl=True, master_key=kms.Key(self, "Key", enable_key_rotation=True)
        )
        PipelineMonitoring(
            self,
            "ClicksMonitoring",
            streams=[clicks[0]],
            deliveries=[clicks[1]],
            alarms=AlarmSettings(
                targets=[operators],
                lag_share=0.25,
                freshness_margin=Duration.minutes(15),
                success_share=0.99,
                periods=5,
                without=["ReadProvisionedThroughputExceeded"],
            ),
        )
        sessions = self._pipeline("Sessions")
        PipelineMonitoring(self, "SessionsMonitoring", streams=[sessions[0]], deliveries=[sessions[1]], alarms=None)

    def _pipeline(self, name: str) -> tuple[DataStream, DeliveryStream]:
        stream = DataStream(self, name)
        lake = S3Destination(prefix=f"{name.lower()}/", failures=self.failures)
        return stream, DeliveryStream(self, f"{name}ToLake", source=KinesisSource(stream), destination=lake)
