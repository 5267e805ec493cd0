"""An app that uses a stream's consumers, destinations and writers together."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import App, CfnOutput, Duration, SecretValue, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.cdk import (
    AppendDelimiter,
    Backup,
    DataStream,
    Decompression,
    DeliveryStream,
    Endpoint,
    EventRule,
    FailureBucket,
    FanOutConsumer,
    HttpEndpointDestination,
    KinesisSource,
    LogMessageExtraction,
    LogSubscription,
    PartitionBy,
    PollingConsumer,
    Provisioned,
    PythonEntry,
    PythonFunction,
    S3Destination,
    TopicSubscription,
)

HERE = Path(__file__).parent
ENDPOINT = "https://ingest.example.com/v1/orders"
API_KEY = "open sesame"
SOURCE = "shop.orders"
WINDOW_SECONDS = 1
RETRY_SECONDS = 2


class OrdersStack(Stack):
    """Orders come from a rule and from producers; a fan-out and a polling consumer, a lake and an endpoint get them."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.failures = FailureBucket(self, "Failures")
        self.seen = s3.Bucket(self, "Seen")
        self.stream = DataStream(self, "Orders", mode=Provisioned(shards=2))
        FanOutConsumer(
            self,
            "Watch",
            stream=self.stream,
            function=self._function("watch"),
            retry_attempts=1,
            on_failure=self.failures,
        )
        PollingConsumer(
            self,
            "Totals",
            stream=self.stream,
            function=self._function("totals"),
            filters=[{"data": {"kind": ["paid"]}}],
            tumbling_window=Duration.seconds(WINDOW_SECONDS),
        )
        self._deliver()
        self._write()
        self._output("Stream", self.stream.stream_name)
        self._output("Seen", self.seen.bucket_name)
        self._output("Failed", self.failures.bucket_name)

    def _deliver(self) -> None:
        lake = DeliveryStream(
            self,
            "ToLake",
            source=KinesisSource(self.stream),
            destination=S3Destination(
                prefix="orders/shop=!{partitionKeyFromQuery:shop}/",
                partition_by=PartitionBy.jq({"shop": ".shop"}),
                failures=self.failures,
            ),
            processors=[AppendDelimiter()],
        )
        secret = secretsmanager.Secret(
            self, "Key", secret_object_value={"api_key": SecretValue.unsafe_plain_text(API_KEY)}
        )
        endpoint = DeliveryStream(
            self,
            "ToEndpoint",
            source=KinesisSource(self.stream),
            destination=HttpEndpointDestination(
                endpoint=Endpoint(url=ENDPOINT),
                secret=secret,
                common_attributes={"stage": "test"},
                retry=Duration.seconds(RETRY_SECONDS),
                backup=Backup(bucket=self.failures),
            ),
        )
        self._output("Lake", lake.bucket.bucket_name)
        self._output("ToLakeName", lake.delivery_stream_name)
        self._output("ToEndpointName", endpoint.delivery_stream_name)

    def _write(self) -> None:
        EventRule(
            self,
            "FromBus",
            target=self.stream,
            event_pattern=events.EventPattern(source=[SOURCE]),
            message=events.RuleTargetInput.from_event_path("$.detail"),
            partition_key_path="$.detail.shop",
        )
        log = logs.LogGroup(self, "Log")
        collected = DeliveryStream(
            self,
            "FromLogs",
            destination=S3Destination(failures=self.failures),
            processors=[Decompression(), LogMessageExtraction(), AppendDelimiter()],
        )
        LogSubscription(self, "LogEvents", log_group=log, target=collected)
        topic = sns.Topic(self, "Notices")
        noticed = DeliveryStream(
            self,
            "FromTopic",
            destination=S3Destination(failures=self.failures),
            processors=[AppendDelimiter()],
        )
        TopicSubscription(self, "NoticesToLake", topic=topic, target=noticed, filter_policy={"shop": ["north"]})
        self._output("LogGroup", log.log_group_name)
        self._output("Topic", topic.topic_arn)
        self._output("Collected", collected.bucket.bucket_name)
        self._output("Noticed", noticed.bucket.bucket_name)

    def _output(self, name: str, value: str) -> None:
        CfnOutput(self, f"{name}Output", value=value)

    def _function(self, name: str) -> PythonFunction:
        made = PythonFunction(
            self,
            f"{name.title()}Function",
            entry=PythonEntry(
                path=HERE / f"{name}.py",
                environment={"SEEN": self.seen.bucket_name},
                timeout=Duration.seconds(30),
            ),
        )
        self.seen.grant_put(made.function)
        return made.function


def synthesize(folder: Path) -> Path:
    """Write the assembly."""
    app = App(outdir=str(folder))
    OrdersStack(app, "Orders")
    app.synth()
    return folder
