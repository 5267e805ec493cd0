"""Requests to an API, written into a stream or a delivery stream without code."""

from __future__ import annotations

import json

from aws_cdk import Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_kinesisfirehose as firehose
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge
from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.access_logs import RestAccessLogs
from constructs_lib.cdk.writers.caller_limits import CallerLimits
from constructs_lib.cdk.writers.roles import writer_role
from constructs_lib.cdk.writers.targets import Target, Writable, target_of

TYPE = "AWS::ApiGateway::Method"
SERVICE = "apigateway.amazonaws.com"
DEFAULT_AUTHORIZATION = apigateway.AuthorizationType.IAM
DEFAULT_PATH = "records"
REQUEST_ID = "$context.requestId"
KEY_FROM_BODY = """#set($key = $util.escapeJavaScript($input.path('{path}')).replaceAll("\\\\'", "'"))"""
# escapeJavaScript also escapes the single quote, which JSON does not allow.
BODY = "$util.base64Encode($input.body)"
DONE, REFUSED, FAILED = "200", "400", "500"
NO_ACCESS_LOG = (
    "a log group needs a role that is set once for the whole account, by its owner; access_logs takes a delivery "
    "stream, which needs none"
)
NO_EXECUTION_LOG = "execution logs need the same role, and would hold the records themselves"
NO_FIREWALL = "callers sign their requests; a public API gets the web ACL that the account's owner maintains"
NO_USER_POOL = "callers sign their requests with IAM credentials, or with the authorizer that was given"


class StreamApi(Construct):
    """Take records over HTTPS: the body of a request, a JSON object, becomes one record.

    Callers sign requests with IAM credentials. The answer is that of the service: `ShardId` and `SequenceNumber`, or
    `RecordId`; what the service refuses is answered with 400, and what fails with 500, without the reason.

    Args:
        scope: the parent.
        id: unique in the scope.
        target: a data stream or a delivery stream that takes direct puts.
        partition_key_path: JSON path of the partition key in the body; the id of the request unless given, which
            spreads records evenly and keeps no order.
        path: under the root of the API.
        schema: what a body has to look like; any object unless given.
        authorization: IAM unless given.
        authorizer: for `AuthorizationType.CUSTOM` or `COGNITO`.
        access_logs: delivery stream, named `amazon-apigateway-...`, that the access log is written into.
        limits: of each caller, who then also sends a key in `X-API-Key`; those of the account unless given.

    Attributes:
        api: the REST API.
        method: POST on the path.
        role: the role that API Gateway writes with.
        usage_plan: with the limits, if there are any; `usage_plan.add_api_key()` takes further callers.
        api_key: of the first caller, if there are limits.

    Raises:
        InvalidProperties: with every finding of the policy about the method or the access log.
        ValueError: a partition key was given for a delivery stream, which has none, or it takes no direct puts.

    Example:
        >>> StreamApi(self, "Clicks", target=stream, partition_key_path="$.session")  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        target: Writable,
        partition_key_path: str | None = None,
        path: str = DEFAULT_PATH,
        schema: apigateway.JsonSchema | None = None,
        authorization: apigateway.AuthorizationType = DEFAULT_AUTHORIZATION,
        authorizer: apigateway.IAuthorizer | None = None,
        access_logs: firehose.IDeliveryStream | None = None,
        limits: CallerLimits | None = None,
    ) -> None:
        super().__init__(scope, id)
        written = target_of(target)
        if partition_key_path is not None and written.kind == "firehose":
            raise ValueError("partition_key_path is for data streams, and a delivery stream has none: leave it out")
        written.require_puts()
        self.role = writer_role(self, SERVICE, written)
        self._approve(written)
        destination = RestAccessLogs(access_logs) if access_logs is not None else None
        self.api = apigateway.RestApi(
            self,
            "Api",
            cloud_watch_role=False,
            deploy_options=apigateway.StageOptions(
                access_log_destination=destination,
                access_log_format=access_log_format() if destination else None,
            ),
        )
        accepted = self.api.add_model(
            "Record",
            content_type="application/json",
            schema=schema or apigateway.JsonSchema(type=apigateway.JsonSchemaType.OBJECT),
        )
        self.method = self.api.root.resource_for_path(path).add_method(
            "POST",
            self._integration(written, request_template(written, partition_key_path)),
            authorization_type=authorization,
            authorizer=authorizer,
            api_key_required=True if limits else None,
            request_validator=self.api.add_request_validator(
                "Validator", validate_request_body=True, validate_request_parameters=True
            ),
            request_models={"application/json": accepted},
            method_responses=[apigateway.MethodResponse(status_code=code) for code in (DONE, REFUSED, FAILED)],
        )
        self.method.node.add_dependency(*permissions(self.role))
        self.api_key = self.api.add_api_key("Caller") if limits else None
        self.usage_plan = limits.plan(self.api, self.api_key) if limits and self.api_key else None
        self._acknowledge(destination is not None)

    def _approve(self, written: Target) -> None:
        stack = Stack.of(self)
        uri = f"arn:{stack.partition}:apigateway:{stack.region}:{written.kind}:action/PutRecord"
        integration = {"Type": "AWS", "IntegrationHttpMethod": "POST", "Uri": uri, "Credentials": self.role.role_arn}
        approve(
            path_of(self, "Method"),
            TYPE,
            {"HttpMethod": "POST", "Integration": integration},
            arguments={"Integration": "target"},
            context=[written.definition],
        ).annotate(self)

    def _integration(self, written: Target, template: str) -> apigateway.AwsIntegration:
        return apigateway.AwsIntegration(
            service=written.kind,
            action="PutRecord",
            integration_http_method="POST",
            options=apigateway.IntegrationOptions(
                credentials_role=self.role,
                passthrough_behavior=apigateway.PassthroughBehavior.NEVER,
                request_parameters={"integration.request.header.Content-Type": "'application/x-amz-json-1.1'"},
                request_templates={"application/json": template},
                integration_responses=[
                    apigateway.IntegrationResponse(status_code=DONE),
                    _response(REFUSED, "4\\d{2}", "the record was refused"),
                    _response(FAILED, "5\\d{2}", "the record could not be written, send it again"),
                ],
            ),
        )

    def _acknowledge(self, logs_access: bool) -> None:
        acknowledge(self, NO_EXECUTION_LOG, "AwsSolutions-APIG6")
        acknowledge(self, NO_FIREWALL, "AwsSolutions-APIG3")
        acknowledge(self, NO_USER_POOL, "AwsSolutions-COG4")
        if not logs_access:
            acknowledge(self, NO_ACCESS_LOG, "AwsSolutions-APIG1")


def request_template(target: Target, partition_key_path: str | None) -> str:
    """Give the mapping template that makes a request of the service out of a request to the API."""
    if target.kind == "firehose":
        return json.dumps({"DeliveryStreamName": target.name, "Record": {"Data": BODY}})
    if partition_key_path is None:
        return json.dumps({"StreamName": target.name, "Data": BODY, "PartitionKey": REQUEST_ID})
    request = json.dumps({"StreamName": target.name, "Data": BODY, "PartitionKey": "$key"})
    return f"{KEY_FROM_BODY.format(path=partition_key_path)}\n{request}"


def access_log_format() -> apigateway.AccessLogFormat:
    """Give a line of JSON with everything that is known of a request."""
    return apigateway.AccessLogFormat.json_with_standard_fields(
        caller=True,
        http_method=True,
        ip=True,
        protocol=True,
        request_time=True,
        resource_path=True,
        response_length=True,
        status=True,
        user=True,
    )


def _response(status: str, pattern: str, message: str) -> apigateway.IntegrationResponse:
    return apigateway.IntegrationResponse(
        status_code=status,
        selection_pattern=pattern,
        response_templates={"application/json": json.dumps({"error": message})},
    )
