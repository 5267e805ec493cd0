"""Sending failed records again, millions of objects at a time."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import Stack
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk import DataStream, DeliveryStream, FailureBucket, RedriveStateMachine, S3Destination

FUNCTIONS = Path(__file__).with_name("functions")


class Redrive(Stack):
    """Define state machines that read failure objects.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: redrive at scale")
        failures = FailureBucket(self, "Failures")
        stream = DataStream(self, "Stream", key=kms.Key(self, "Key", enable_key_rotation=True))
        RedriveStateMachine(self, "IntoStream", bucket=failures, target=stream, read_again=[stream])
        delivery = DeliveryStream(self, "Delivery", destination=S3Destination(prefix="orders/", failures=failures))
        RedriveStateMachine(
            self,
            "IntoDelivery",
            bucket=failures,
            prefix="errors/",
            target=delivery,
            transform=FUNCTIONS / "repair.py",
            max_concurrency=50,
            tolerated_failure_percentage=1,
            tracing=True,
        )
