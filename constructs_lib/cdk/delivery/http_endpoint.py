"""Delivery to an HTTPS endpoint: one of your own, or that of a partner."""

from __future__ import annotations

from collections.abc import Mapping
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

INTERVAL = "firehose-buffer-http-interval"
ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **BACKUP_ARGUMENTS,
    **RETRY_ARGUMENTS,
    "EndpointConfiguration.Url": "destination.endpoint.url",
    "EndpointConfiguration.Name": "destination.endpoint.name",
    "RequestConfiguration.ContentEncoding": "destination.content_encoding",
    "RequestConfiguration.CommonAttributes": "destination.common_attributes",
}


class ContentEncoding(StrEnum):
    """How the body of a request is compressed, by CloudFormation's own values."""

    NONE = "NONE"
    GZIP = "GZIP"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where requests are sent; a `Partner` knows its own.

    Attributes:
        url: begins with https://, and names no port but 443.
        name: shown in the console.
        size: id of the limit of a request, the partner's own where it has one.
        needs_key: whether requests without an access key are refused there.
    """

    url: str
    name: str | None = None
    size: str = "firehose-buffer-http-size"
    needs_key: bool = False


@dataclass(frozen=True, kw_only=True)
class HttpEndpointDestination(Destination):
    """Send records to an endpoint that speaks Firehose's own protocol.

    Attributes:
        endpoint: where to, such as `DATADOG.at("logs-eu")`.
        secret: JSON `{"api_key": "..."}`, which Firehose sends as the access key; no key unless given.
        common_attributes: sent with every request, name to value.
        content_encoding: requests are compressed unless `ContentEncoding.NONE` is given.
        buffering: when a request is sent; what the service, or the partner, takes by default unless given.
        retry: how long a request is sent again; 5 minutes, the service's default, unless given.
        backup: what is kept; what could not be delivered unless given.

    Example:
        >>> HttpEndpointDestination(endpoint=Endpoint(url="https://ingest.example.com/v1")).retry.to_seconds()
        300
    """

    endpoint: Endpoint
    secret: secretsmanager.ISecret | None = None
    common_attributes: Mapping[str, str] = field(default_factory=dict)
    content_encoding: ContentEncoding = ContentEncoding.GZIP
    buffering: Buffering | None = None
    retry: Duration = field(default_factory=service_retry("firehose-retry-http"))
    backup: Backup = field(default_factory=Backup)

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define the backup, allow the role to read the secret, and give `HttpEndpointDestinationConfiguration`.

        Raises:
            ValueError: the address holds a password, or the partner wants a key and gets none.
        """
        if self.endpoint.needs_key and self.secret is None:
            raise ValueError(f"{self.endpoint.name} refuses requests without an access key: give destination.secret")
        require_no_password(self.endpoint.url, "destination.endpoint.url")
        backup = self.backup.bind(delivery)
        buffering = self.buffering or service_buffering(self.endpoint.size, INTERVAL)()
        attributes = [
            {"AttributeName": name, "AttributeValue": value} for name, value in self.common_attributes.items()
        ]
        configuration = {
            "RoleARN": delivery.role.role_arn,
            "EndpointConfiguration": {"Url": self.endpoint.url, "Name": self.endpoint.name},
            "RequestConfiguration": {
                "ContentEncoding": self.content_encoding.value,
                "CommonAttributes": attributes or None,
            },
            "SecretsManagerConfiguration": secret_configuration(self.secret, delivery.role) if self.secret else None,
            "BufferingHints": buffering.properties("destination.buffering"),
            "RetryOptions": retry_options(self.retry),
            "ProcessingConfiguration": delivery.processing(),
            "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
            "S3BackupMode": self.backup.mode(failed="FailedDataOnly", everything="AllData"),
            "S3Configuration": backup.configuration,
        }
        return BoundDestination(
            name="HttpEndpointDestinationConfiguration",
            configuration=present(configuration),
            arguments=ARGUMENTS,
            bucket=backup.bucket,
            failures=backup.bucket,
        )
