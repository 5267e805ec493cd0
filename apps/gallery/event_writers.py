"""Events, messages, requests and changes, written into streams and delivery streams."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk import (
    BucketEvents,
    CallerLimits,
    ChangePrecision,
    DataStream,
    DeliveryStream,
    EventRule,
    FailureBucket,
    IotRule,
    Pipe,
    QueueSource,
    RestAccessLogs,
    S3Destination,
    SesEvents,
    StreamApi,
    StreamSource,
    TableSource,
    TopicSubscription,
    stream_changes,
)


class EventWriters(Stack):
    """Define one writer of each kind of event, with a stream or a delivery stream as its target.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: writers of events")
        self.failures = FailureBucket(self, "Failures")
        self.stream = DataStream(self, "Stream")
        self.lake = self._delivery("ToLake")
        self.unwritten = sqs.Queue(self, "Unwritten", enforce_ssl=True, retention_period=Duration.days(14))
        self._buses()
        self._pipes()
        self._requests()

    def _delivery(self, id: str, *, name: str | None = None) -> DeliveryStream:
        return DeliveryStream(
            self,
            id,
            delivery_stream_name=name,
            destination=S3Destination(prefix=f"{id}/", failures=self.failures),
        )

    def _buses(self) -> None:
        EventRule(
            self,
            "Orders",
            target=self.stream,
            event_pattern=events.EventPattern(source=["shop"]),
            partition_key_path="$.detail.customer",
            on_failure=self.unwritten,
        )
        EventRule(
            self,
            "Heartbeat",
            target=self.lake,
            schedule=events.Schedule.rate(Duration.hours(1)),
            on_failure=self.unwritten,
        )
        topic = sns.Topic(self, "Messages", enforce_ssl=True, master_key=kms.Key(self, "Key", enable_key_rotation=True))
        TopicSubscription(self, "MessagesToLake", topic=topic, target=self.lake, on_failure=self.unwritten)
        IotRule(
            self,
            "Sensors",
            sql="SELECT * FROM 'sensors/+/temperature'",
            target=self.stream,
            partition_key="${topic(2)}",
            on_failure=self.unwritten,
        )
        IotRule(
            self,
            "Batches",
            sql="SELECT * FROM 'batches/#'",
            target=self.lake,
            batch_mode=True,
            on_failure=self.unwritten,
        )
        SesEvents(self, "Mail", configuration_set=ses.ConfigurationSet(self, "Outbound"), target=self.lake)
        BucketEvents(
            self,
            "Uploads",
            bucket=s3.Bucket.from_bucket_name(self, "Inbox", "amzn-s3-demo-bucket"),
            target=self.stream,
            on_failure=self.unwritten,
        )

    def _pipes(self) -> None:
        jobs = sqs.Queue(
            self,
            "Jobs",
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.unwritten, max_receive_count=5),
        )
        table = dynamodb.Table(
            self,
            "Seats",
            partition_key=dynamodb.Attribute(name="seat", type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
        )
        Pipe(self, "JobsToStream", source=QueueSource(queue=jobs), target=self.stream, partition_key="$.messageId")
        Pipe(
            self,
            "UnitedToLake",
            source=StreamSource(stream=self.stream, batching_window=Duration.seconds(10)),
            target=self.lake,
            filters=[{"data": {"carrier": ["UA"]}}],
            on_failure=self.unwritten,
        )
        Pipe(self, "SeatsToLake", source=TableSource(table=table), target=self.lake, on_failure=self.unwritten)
        stream_changes(table, stream=DataStream(self, "Changes"), precision=ChangePrecision.MILLISECOND)

    def _requests(self) -> None:
        access = self._delivery("AccessToLake", name="amazon-apigateway-clicks")
        StreamApi(
            self,
            "Clicks",
            target=self.stream,
            partition_key_path="$.session",
            schema=apigateway.JsonSchema(type=apigateway.JsonSchemaType.OBJECT, required=["session"]),
            access_logs=access,
            limits=CallerLimits(rate=100, burst=200, quota=1_000_000),
        )
        pages = apigateway.RestApi(
            self,
            "Pages",
            cloud_watch_role=False,
            deploy_options=apigateway.StageOptions(access_log_destination=RestAccessLogs(access)),
        )
        pages.root.add_method(
            "GET",
            apigateway.MockIntegration(integration_responses=[apigateway.IntegrationResponse(status_code="200")]),
            request_validator_options=apigateway.RequestValidatorOptions(
                validate_request_body=True, validate_request_parameters=True
            ),
            authorization_type=apigateway.AuthorizationType.IAM,
        )
