"""Data streams of every mode, shared, guarded, scaled."""

from __future__ import annotations

from aws_cdk import CfnOutput, Duration, Size, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk import (
    DataStream,
    OnDemand,
    Provisioned,
    RecordDistribution,
    ShardAutoscaling,
    SharedConsumer,
    stack_policy,
)

PARTNER = "222233334444"


class Streams(Stack):
    """Define streams, and share one.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: data streams")
        self._modes()
        self._scaled()
        self._shared()

    def _modes(self) -> None:
        self.first = DataStream(self, "OnDemand")
        DataStream(self, "Warm", mode=OnDemand(warm_throughput=100))
        DataStream(self, "Spread", record_distribution=RecordDistribution.AUTO, record_size=Size.mebibytes(10))
        kept = DataStream(
            self,
            "Kept",
            mode=Provisioned(shards=2),
            retention=Duration.days(365),
            shard_metrics=[kinesis.ShardLevelMetrics.ALL],
            deletion_protection=True,
        )
        CfnOutput(self, "StackPolicy", value=self.to_json_string(stack_policy(kept)))

    def _scaled(self) -> None:
        stream = DataStream(
            self,
            "Scaled",
            mode=Provisioned(shards=4),
            shard_metrics=[
                kinesis.ShardLevelMetrics.INCOMING_BYTES,
                kinesis.ShardLevelMetrics.INCOMING_RECORDS,
            ],
        )
        ShardAutoscaling(self, "Scaling", stream=stream, minimum=2, maximum=64)

    def _shared(self) -> None:
        stream = DataStream(self, "Shared", key=kms.Key(self, "Key", enable_key_rotation=True))
        # Kinesis makes five streams of an account at a time
        stream.node.add_dependency(self.first)
        partner = iam.AccountPrincipal(PARTNER)
        stream.share_reading(partner)
        stream.share_writing(iam.ArnPrincipal(f"arn:{self.partition}:iam::{PARTNER}:role/producer"))
        SharedConsumer(self, "Partner", stream=stream, principals=[partner])
