"""Consumers of data streams: functions, an application of the Kinesis Client Library, Flink."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import Duration, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.cdk import (
    Checkpoints,
    DataStream,
    FailureBucket,
    FanOutConsumer,
    FlinkApplication,
    FlinkCode,
    FlinkRuntime,
    KclConsumer,
    LogLevel,
    MetricsLevel,
    Parallelism,
    PipelineMonitoring,
    PollingConsumer,
    PythonEntry,
    PythonFunction,
)

FUNCTIONS = Path(__file__).parent / "functions"
TASKS = iam.ServicePrincipal("ecs-tasks.amazonaws.com")


class Consumers(Stack):
    """Define one of each kind, of one stream.

    Args:
        scope: the app.
        id: of the stack.
        vpc: of the application that runs in one.
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, id, description="Gallery: consumers")
        self.stream = DataStream(self, "Flights")
        self.key = kms.Key(self, "Key", enable_key_rotation=True)
        functions = self._functions()
        KclConsumer(self, "Scores", stream=self.stream, assumed_by=TASKS)
        KclConsumer(self, "Archiver", stream=self.stream, assumed_by=TASKS, fan_out=False, key=self.key)
        applications = self._flink(vpc)
        PipelineMonitoring(self, "Monitoring", streams=[self.stream], consumers=functions, applications=applications)

    def _functions(self) -> list[FanOutConsumer | PollingConsumer]:
        alarms = sns.Topic(self, "Failed", enforce_ssl=True, master_key=self.key)
        return [
            FanOutConsumer(self, "Watch", stream=self.stream, function=self._function("WatchFunction")),
            FanOutConsumer(
                self,
                "Replayable",
                stream=self.stream,
                function=self._function("ReplayableFunction"),
                on_failure=FailureBucket(self, "Failures"),
                parallelization_factor=4,
                max_record_age=Duration.hours(1),
            ),
            FanOutConsumer(
                self,
                "Registered",
                stream=self.stream,
                function=self._function("RegisteredFunction"),
                consumer=kinesis.StreamConsumer(
                    self, "Shared", stream=self.stream, stream_consumer_name="gallery-shared"
                ),
            ),
            PollingConsumer(
                self,
                "Filtered",
                stream=self.stream,
                function=self._function("FilteredFunction"),
                filters=[{"data": {"delay": [{"numeric": [">", 60]}]}}],
                filter_key=self.key,
                event_count_metrics=True,
                on_failure=alarms,
            ),
            PollingConsumer(
                self,
                "Windowed",
                stream=self.stream,
                function=self._function("WindowedFunction"),
                tumbling_window=Duration.minutes(5),
                batch_size=1000,
                batching_window=Duration.seconds(30),
            ),
        ]

    def _function(self, id: str) -> lambda_.Function:
        return PythonFunction(self, id, entry=PythonEntry(path=FUNCTIONS / "watch.py")).function

    def _flink(self, vpc: ec2.IVpc) -> list[FlinkApplication]:
        scores = FlinkApplication(
            self,
            "FlinkScores",
            runtime=FlinkRuntime.FLINK_1_20,
            code=FlinkCode.from_asset(str(FUNCTIONS)),
            properties={"kinesis.analytics.flink.run.options": {"python": "scores.py"}},
        )
        scores.grant_read_from(self.stream)
        enriched = FlinkApplication(
            self,
            "FlinkEnriched",
            runtime=FlinkRuntime.FLINK_2_2,
            code=FlinkCode.from_asset(str(FUNCTIONS)),
            parallelism=Parallelism(tasks=16, per_unit=4),
            checkpoints=Checkpoints(interval=Duration.minutes(5)),
            metrics_level=MetricsLevel.OPERATOR,
            log_level=LogLevel.WARN,
            vpc=vpc,
        )
        enriched.grant_read_from(self.stream, consumer_name="flink-enriched")
        enriched.grant_write_to(DataStream(self, "Enriched"))
        return [scores, enriched]
