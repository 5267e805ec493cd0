"""Who called an API, written into a delivery stream."""

from __future__ import annotations

import jsii
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk.interfaces import aws_apigateway as rest_interfaces
from aws_cdk.interfaces import aws_apigatewayv2 as http_interfaces

from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.writers.targets import delivery_target_of

SERVICE = "API Gateway"


@jsii.implements(apigateway.IAccessLogDestination)
class RestAccessLogs:
    """Write the access log of a REST API's stage into a delivery stream, with API Gateway's own role.

    Args:
        target: takes direct puts; its name begins with `amazon-apigateway-`.

    Raises:
        InvalidProperties: with every finding of the policy about it.
        TypeError: the target is no delivery stream.

    Example:
        >>> StageOptions(access_log_destination=RestAccessLogs(delivery))  # doctest: +SKIP
    """

    def __init__(self, target: firehose.IDeliveryStream) -> None:
        self._arn = _approved(target, "AWS::ApiGateway::Stage", "AccessLogSetting")

    def bind(self, stage: rest_interfaces.IStageRef) -> apigateway.AccessLogDestinationConfig:  # noqa: ARG002
        """Give the ARN, when the CDK asks for it."""
        return apigateway.AccessLogDestinationConfig(destination_arn=self._arn)


@jsii.implements(apigatewayv2.IAccessLogSettings)
class HttpAccessLogs:
    """Write the access log of an HTTP or WebSocket API's stage into a delivery stream; see `RestAccessLogs`.

    Args:
        target: takes direct puts; its name begins with `amazon-apigateway-`.
        format: what a line holds; the CDK's own default unless given.

    Example:
        >>> HttpStage(self, "Stage", http_api=api, access_log_settings=HttpAccessLogs(delivery))  # doctest: +SKIP
    """

    def __init__(self, target: firehose.IDeliveryStream, *, format: apigateway.AccessLogFormat | None = None) -> None:
        self._destination = _HttpDestination(_approved(target, "AWS::ApiGatewayV2::Stage", "AccessLogSettings"))
        self._format = format

    @property
    def destination(self) -> apigatewayv2.IAccessLogDestination:
        """Where lines are written."""
        return self._destination

    @property
    def format(self) -> apigateway.AccessLogFormat | None:
        """What a line holds."""
        return self._format


@jsii.implements(apigatewayv2.IAccessLogDestination)
class _HttpDestination:
    def __init__(self, arn: str) -> None:
        self._arn = arn

    def bind(self, stage: http_interfaces.IStageRef) -> apigatewayv2.AccessLogDestinationConfig:  # noqa: ARG002
        return apigatewayv2.AccessLogDestinationConfig(destination_arn=self._arn)


def _approved(target: firehose.IDeliveryStream, type: str, setting: str) -> str:
    """Give the ARN of a delivery stream that the policy lets the service write to; remarks become its warnings."""
    written = delivery_target_of(target, SERVICE)
    approve(
        path_of(target, "AccessLogs"),
        type,
        {setting: {"DestinationArn": written.arn}},
        arguments={f"{setting}.DestinationArn": "target"},
        context=[written.definition],
        references=written.references,
    ).annotate(target)
    return written.arn
