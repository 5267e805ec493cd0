"""A log group, sent to a vendor."""

from __future__ import annotations

from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from constructs_lib.cdk.delivery import (
    Backup,
    Decompression,
    DeliveryStream,
    DirectPut,
    Endpoint,
    FailureBucket,
    HttpEndpointDestination,
    LogMessageExtraction,
)
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers import LogSubscription
from constructs_lib.patterns.definitions.logs_to_http import LOGS_TO_HTTP


class LogsToHttp(PatternConstruct):
    """Define how the events of a log group are unpacked and sent to an endpoint.

    Args:
        scope: the parent.
        id: unique in the scope.
        log_group_name: log group whose events are sent.
        endpoint_url: address that takes the requests of Firehose.
        secret_arn: whole ARN of the secret that holds the access key.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = LOGS_TO_HTTP

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        log_group_name: str,
        endpoint_url: str,
        secret_arn: str,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        self.delivery = DeliveryStream(
            self,
            "ToVendor",
            source=DirectPut(key=self.key),
            processors=[Decompression(), LogMessageExtraction()],
            destination=HttpEndpointDestination(
                endpoint=Endpoint(url=endpoint_url),
                secret=secretsmanager.Secret.from_secret_complete_arn(self, "Secret", secret_arn),
                backup=Backup(bucket=FailureBucket(self, "Failures")),
            ),
        )
        group = logs.LogGroup.from_log_group_name(self, "Logs", log_group_name)
        self.subscription = LogSubscription(self, "Subscription", log_group=group, target=self.delivery)
        self.monitor(alarm_topic_arn, deliveries=[self.delivery])
