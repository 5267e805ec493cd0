"""Clicks for a function at once, and for the lake."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.consumers import FanOutConsumer
from constructs_lib.cdk.delivery import Buffering, DeliveryStream, FailureBucket, KinesisSource, S3Destination
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.whole import whole
from constructs_lib.patterns.definitions.clickstream_fan_out import CLICKSTREAM_FAN_OUT


class ClickstreamFanOut(PatternConstruct):
    """Define a stream of clicks that a function reads with a throughput of its own, while all of them go to S3, too.

    Args:
        scope: the parent.
        id: unique in the scope.
        function_arn: function that reads the clicks, of this account.
        function_role_name: its role, which gets the permission to read.
        retention_hours: for which the stream keeps records.
        buffer_seconds: after which records are written to S3.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = CLICKSTREAM_FAN_OUT

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        function_arn: str,
        function_role_name: str,
        retention_hours: float = 48,
        buffer_seconds: int = 300,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        self.stream = DataStream(self, "Clicks", retention=Duration.hours(retention_hours), key=self.key)
        role = iam.Role.from_role_name(self, "FunctionRole", function_role_name)
        function = lambda_.Function.from_function_attributes(self, "Function", function_arn=function_arn, role=role)
        failures = FailureBucket(self, "Failures")
        self.consumer = FanOutConsumer(self, "Sessions", stream=self.stream, function=function, on_failure=failures)
        acknowledge_wildcards(
            self,
            "Lambda chooses the keys of what failed; the wildcard follows their fixed beginning",
            [failures.arn_for_objects("aws/lambda/*")],
        )
        self.delivery = DeliveryStream(
            self,
            "ToLake",
            source=KinesisSource(self.stream),
            destination=S3Destination(
                prefix="clicks/!{timestamp:yyyy/MM/dd}/",
                buffering=Buffering(interval=Duration.seconds(buffer_seconds)),
                failures=failures,
            ),
        )
        self.monitor(alarm_topic_arn, streams=[self.stream], consumers=[self.consumer], deliveries=[self.delivery])
