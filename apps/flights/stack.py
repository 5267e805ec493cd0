"""The pipeline: a stream of flights, a watch on their delays, a lake partitioned by carrier and day."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import CfnOutput, Duration, Size, Stack
from constructs import Construct

from constructs_lib.cdk import (
    Buffering,
    Compression,
    DataStream,
    DeliveryStream,
    FailureBucket,
    FanOutConsumer,
    KinesisSource,
    LambdaTransform,
    PartitionBy,
    Provisioned,
    PythonEntry,
    PythonFunction,
    S3Destination,
)

FUNCTIONS = Path(__file__).with_name("functions")
LATE_AFTER_MINUTES = 60
LAKE_PREFIX = "flights/carrier=!{partitionKeyFromLambda:carrier}/day=!{partitionKeyFromLambda:day}/"
TRANSFORM_OUTPUT_GROWTH = 1.5
"""The longest answer to a flight of the sample is 1.36 times its event; base64 weighs on both alike."""


class FlightsStack(Stack):
    """Define the pipeline; four shards take 4,000 flights a second."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Flights from a stream into a lake, every record accounted for")
        stream = DataStream(self, "Flights", mode=Provisioned(shards=4))
        failures = FailureBucket(self, "Failures")

        delay_watch = PythonFunction(
            self,
            "DelayWatchFunction",
            entry=PythonEntry(
                path=FUNCTIONS / "delay_watch",
                timeout=Duration.seconds(30),
                memory=Size.mebibytes(256),
                environment={"LATE_AFTER_MINUTES": str(LATE_AFTER_MINUTES)},
            ),
            description="Counts flights that left late or never left",
        )
        FanOutConsumer(self, "DelayWatch", stream=stream, function=delay_watch.function, on_failure=failures)

        clean = PythonFunction(
            self,
            "CleanFunction",
            entry=PythonEntry(path=FUNCTIONS / "transform"),
            description="Parses, types and enriches flights; refuses those that never departed",
        )
        lake = S3Destination(
            prefix=LAKE_PREFIX,
            partition_by=PartitionBy.transform("carrier", "day"),
            buffering=Buffering(size=Size.mebibytes(64), interval=Duration.seconds(60)),
            compression=Compression.GZIP,
            file_extension=".jsonl.gz",
            failures=failures,
        )
        delivery = DeliveryStream(
            self,
            "ToLake",
            source=KinesisSource(stream),
            transform=LambdaTransform(function=clean.function, output_growth=TRANSFORM_OUTPUT_GROWTH),
            destination=lake,
        )

        for name, value in {
            "StreamName": stream.stream_name,
            "DeliveryStreamName": delivery.delivery_stream_name,
            "LakeBucket": delivery.bucket.bucket_name,
            "FailureBucket": failures.bucket_name,
            "TransformLog": clean.log_group.log_group_name,
            "DelayWatchLog": delay_watch.log_group.log_group_name,
        }.items():
            CfnOutput(self, name, value=value)
