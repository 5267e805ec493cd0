"""Delivery to Splunk's HTTP Event Collector."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from aws_cdk import Duration
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.backup import BACKUP_ARGUMENTS, Backup
from constructs_lib.cdk.delivery.buffering import BUFFERING_ARGUMENTS, Buffering, service_buffering
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.retry import RETRY_ARGUMENTS, retry_options, service_retry
from constructs_lib.cdk.delivery.secrets import require_no_password, secret_configuration
from constructs_lib.cdk.tokens import seconds

ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **BACKUP_ARGUMENTS,
    **RETRY_ARGUMENTS,
    "HECEndpoint": "destination.endpoint",
    "HECEndpointType": "destination.endpoint_type",
    "HECAcknowledgmentTimeoutInSeconds": "destination.acknowledgment_timeout",
}


class HecEndpointType(StrEnum):
    """What the collector makes of a record, by CloudFormation's own values."""

    RAW = "Raw"
    EVENT = "Event"


@dataclass(frozen=True, kw_only=True)
class SplunkDestination(Destination):
    """Send records to Splunk, which acknowledges what it has indexed.

    A collector in a VPC must be publicly accessible, and let in Firehose's addresses.

    Attributes:
        endpoint: of the HTTP Event Collector, with its port.
        secret: JSON `{"hec_token": "..."}`.
        endpoint_type: records in any format, unless they are events in Splunk's own.
        acknowledgment_timeout: how long Splunk may take; 3 minutes, the service's default, unless given.
        buffering: when records are sent; the service's default unless given.
        retry: how long records are sent again; an hour, the service's default, unless given.
        backup: what is kept; what Splunk did not acknowledge unless given.

    Example:
        >>> SplunkDestination(endpoint="https://hec.example.com:8088", secret=token)  # doctest: +SKIP
    """

    endpoint: str
    secret: secretsmanager.ISecret
    endpoint_type: HecEndpointType = HecEndpointType.RAW
    acknowledgment_timeout: Duration = field(default_factory=service_retry("firehose-splunk-ack-timeout"))
    buffering: Buffering = field(
        default_factory=service_buffering("firehose-buffer-splunk-size", "firehose-buffer-splunk-interval")
    )
    retry: Duration = field(default_factory=service_retry("firehose-retry-splunk"))
    backup: Backup = field(default_factory=Backup)

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define the backup, allow the role to read the secret, and give `SplunkDestinationConfiguration`."""
        require_no_password(self.endpoint, "destination.endpoint")
        backup = self.backup.bind(delivery)
        configuration = {
            "HECEndpoint": self.endpoint,
            "HECEndpointType": self.endpoint_type.value,
            "HECAcknowledgmentTimeoutInSeconds": seconds(
                self.acknowledgment_timeout, "destination.acknowledgment_timeout"
            ),
            "SecretsManagerConfiguration": secret_configuration(self.secret, delivery.role),
            "BufferingHints": self.buffering.properties("destination.buffering"),
            "RetryOptions": retry_options(self.retry),
            "ProcessingConfiguration": delivery.processing(),
            "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
            "S3BackupMode": self.backup.mode(failed="FailedEventsOnly", everything="AllEvents"),
            "S3Configuration": backup.configuration,
        }
        return BoundDestination(
            name="SplunkDestinationConfiguration",
            configuration=present(configuration),
            arguments=ARGUMENTS,
            bucket=backup.bucket,
            failures=backup.bucket,
        )
