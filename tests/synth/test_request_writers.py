"""Requests to APIs and web ACLs, and changes of tables, written into streams and delivery streams."""

from __future__ import annotations

import json

import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_wafv2 as wafv2
from aws_cdk.assertions import Annotations, Match

from constructs_lib.cdk import DeliveryStream, KinesisSource, S3Destination
from constructs_lib.cdk.writers import (
    CallerLimits,
    ChangePrecision,
    HttpAccessLogs,
    RestAccessLogs,
    StreamApi,
    WafLogs,
    stream_changes,
)
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import comparable, only
from tests.synth.writing import (
    STREAM_ARN,
    allowed,
    assert_clean,
    assert_waits_for_its_policy,
    data_stream,
    delivery_stream,
    imported_delivery,
    imported_stream,
    of_type,
    trust_of,
)

METHOD = "AWS::ApiGateway::Method"
LOGGING = "AWS::WAFv2::LoggingConfiguration"
ACL_ARN = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1"


def web_acl(stack, id: str) -> wafv2.CfnWebACL:
    visibility = wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=id, sampled_requests_enabled=True
    )
    allow = wafv2.CfnWebACL.DefaultActionProperty(allow=wafv2.CfnWebACL.AllowActionProperty())
    return wafv2.CfnWebACL(stack, id, default_action=allow, scope="REGIONAL", visibility_config=visibility)


def template_of(stack) -> dict[str, object]:
    """Give the mapping template, with the name of the target filled in."""
    text = only(stack, METHOD)["Integration"]["RequestTemplates"]["application/json"]
    if isinstance(text, dict):
        text = "".join(part if isinstance(part, str) else part["Ref"] for part in text["Fn::Join"][1])
    return json.loads(text)


def table(stack, id: str = "Table") -> dynamodb.Table:
    return dynamodb.Table(
        stack,
        id,
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
    )


def test_a_signed_request_with_a_body_becomes_a_record(stack):
    stream = data_stream(stack)
    api = StreamApi(stack, "Api", target=stream)
    method = only(stack, METHOD)
    assert (method["HttpMethod"], method["AuthorizationType"]) == ("POST", "AWS_IAM")
    assert only(stack, "AWS::ApiGateway::RequestValidator")["ValidateRequestBody"] is True
    assert template_of(stack) == {
        "StreamName": stack.get_logical_id(stream.node.default_child),
        "Data": "$util.base64Encode($input.body)",
        "PartitionKey": "$context.requestId",
    }
    assert method["Integration"]["Uri"]["Fn::Join"][1][-1] == ":kinesis:action/PutRecord"
    assert method["Integration"]["PassthroughBehavior"] == "NEVER"
    assert set(allowed(stack, api.role)) == {"kinesis:PutRecord,kinesis:PutRecords", "kms:GenerateDataKey"}
    assert trust_of(stack, api.role)["Principal"] == {"Service": "apigateway.amazonaws.com"}
    assert_waits_for_its_policy(stack, api.method.node.default_child, api.role)


def test_the_reason_of_a_failure_stays_inside(stack):
    StreamApi(stack, "Api", target=imported_stream(stack))
    responses = only(stack, METHOD)["Integration"]["IntegrationResponses"]
    assert [(found["StatusCode"], found.get("SelectionPattern")) for found in responses] == [
        ("200", None),
        ("400", "4\\d{2}"),
        ("500", "5\\d{2}"),
    ]
    assert all("error" in json.loads(found["ResponseTemplates"]["application/json"]) for found in responses[1:])


def test_every_argument_of_an_api_reaches_its_property(stack):
    StreamApi(
        stack,
        "Api",
        target=imported_stream(stack),
        partition_key_path="$.session",
        path="clicks/raw",
        schema=apigateway.JsonSchema(type=apigateway.JsonSchemaType.OBJECT, required=["session"]),
        authorization=apigateway.AuthorizationType.NONE,
        access_logs=delivery_stream(stack, name="amazon-apigateway-access"),
    )
    text = only(stack, METHOD)["Integration"]["RequestTemplates"]["application/json"]
    key, _, request = text.partition("\n")
    assert key == """#set($key = $util.escapeJavaScript($input.path('$.session')).replaceAll("\\\\'", "'"))"""
    assert json.loads(request)["PartitionKey"] == "$key"
    assert json.loads(request)["StreamName"] == STREAM_ARN.rpartition("/")[2]
    assert [found["Properties"]["PathPart"] for found in of_type(stack, "AWS::ApiGateway::Resource")] == [
        "clicks",
        "raw",
    ]
    assert only(stack, "AWS::ApiGateway::Model")["Schema"]["required"] == ["session"]
    assert only(stack, METHOD)["AuthorizationType"] == "NONE"
    assert "DestinationArn" in only(stack, "AWS::ApiGateway::Stage")["AccessLogSetting"]


def test_each_caller_has_limits_and_still_signs(stack):
    api = StreamApi(stack, "Api", target=data_stream(stack), limits=CallerLimits(rate=100, burst=200, quota=1_000_000))
    method, plan = only(stack, METHOD), only(stack, "AWS::ApiGateway::UsagePlan")
    assert (method["ApiKeyRequired"], method["AuthorizationType"]) == (True, "AWS_IAM")
    assert plan["Throttle"] == {"RateLimit": 100, "BurstLimit": 200}
    assert plan["Quota"] == {"Limit": 1_000_000, "Period": "DAY"}
    (stage,) = plan["ApiStages"]
    assert stage["Stage"] == {"Ref": stack.get_logical_id(api.api.deployment_stage.node.default_child)}
    assert only(stack, "AWS::ApiGateway::UsagePlanKey") == {
        "KeyId": {"Ref": stack.get_logical_id(api.api_key.node.default_child)},
        "KeyType": "API_KEY",
        "UsagePlanId": {"Ref": stack.get_logical_id(api.usage_plan.node.default_child)},
    }
    assert_clean(stack)


def test_an_api_without_limits_asks_for_no_key(stack):
    api = StreamApi(stack, "Api", target=imported_stream(stack))
    assert (api.usage_plan, api.api_key) == (None, None)
    assert "ApiKeyRequired" not in only(stack, METHOD)


@pytest.mark.parametrize(
    "wrong", [{"rate": 0, "burst": 1}, {"rate": 1, "burst": -1}, {"rate": 1, "burst": 1, "quota": 0}]
)
def test_limits_that_let_nothing_through_are_refused(wrong):
    with pytest.raises(ValueError, match="lets nothing through"):
        CallerLimits(**wrong)


def test_an_api_in_front_of_a_delivery_stream_puts_records_there(stack):
    StreamApi(stack, "Api", target=imported_delivery(stack))
    assert template_of(stack) == {
        "DeliveryStreamName": "to-lake",
        "Record": {"Data": "$util.base64Encode($input.body)"},
    }
    assert only(stack, METHOD)["Integration"]["Uri"]["Fn::Join"][1][-1] == ":firehose:action/PutRecord"


def test_a_delivery_stream_has_no_partition_key(stack):
    with pytest.raises(ValueError, match="leave it out"):
        StreamApi(stack, "Api", target=imported_delivery(stack), partition_key_path="$.id")


@pytest.mark.parametrize("logs", [RestAccessLogs, HttpAccessLogs])
def test_access_logs_need_a_name_that_api_gateway_knows(stack, logs):
    with pytest.raises(InvalidProperties, match="PRD010"):
        logs(delivery_stream(stack, name="access"))
    with pytest.raises(InvalidProperties, match="PRD010"):
        logs(imported_delivery(stack))
    with pytest.raises(TypeError, match="delivery streams only"):
        logs(data_stream(stack))


def test_a_made_up_name_of_a_delivery_stream_is_a_warning(stack):
    RestAccessLogs(delivery_stream(stack))
    Annotations.from_stack(stack).has_warning(
        "/Pipeline/Delivery", Match.string_like_regexp("does not|begins with the stack")
    )


def test_the_stage_of_an_http_api_takes_access_logs(stack):
    delivery = delivery_stream(stack, name="amazon-apigateway-http")
    api = apigatewayv2.HttpApi(stack, "Api", create_default_stage=False)
    apigatewayv2.HttpStage(stack, "Stage", http_api=api, access_log_settings=HttpAccessLogs(delivery))
    assert only(stack, "AWS::ApiGatewayV2::Stage")["AccessLogSettings"]["DestinationArn"] == {
        "Fn::GetAtt": [stack.get_logical_id(delivery.resource), "Arn"]
    }


def test_credentials_stay_out_of_the_log_of_a_web_acl(stack):
    delivery = delivery_stream(stack, name="aws-waf-logs-shop")
    logs = WafLogs(stack, "Log", web_acl_arn=ACL_ARN, target=delivery)
    found = only(stack, LOGGING)
    assert comparable(found) == comparable(logs.definition.properties)
    assert found["LogDestinationConfigs"] == [{"Fn::GetAtt": [stack.get_logical_id(delivery.resource), "Arn"]}]
    assert found["RedactedFields"] == [
        {"SingleHeader": {"Name": "authorization"}},
        {"SingleHeader": {"Name": "cookie"}},
    ]
    assert "LoggingFilter" not in found


def test_every_argument_of_a_web_acls_log_reaches_its_property(stack):
    target = firehose.DeliveryStream.from_delivery_stream_arn(
        stack, "Imported", "arn:aws:firehose:eu-west-1:111122223333:deliverystream/aws-waf-logs-shop"
    )
    WafLogs(stack, "Log", web_acl_arn=ACL_ARN, target=target, redacted_headers=(), only_blocked=True)
    found = only(stack, LOGGING)
    assert "RedactedFields" not in found
    assert found["LoggingFilter"]["DefaultBehavior"] == "DROP"
    assert found["LoggingFilter"]["Filters"][0]["Conditions"] == [{"ActionCondition": {"Action": "BLOCK"}}]


def test_the_log_of_a_web_acl_needs_a_name_that_waf_knows(stack):
    with pytest.raises(InvalidProperties, match="PRD010"):
        WafLogs(stack, "Log", web_acl_arn=ACL_ARN, target=delivery_stream(stack, name="waf-logs"))
    with pytest.raises(InvalidProperties, match="PRD010"):
        WafLogs(stack, "Other", web_acl_arn=ACL_ARN, target=imported_delivery(stack))


def test_an_l2_delivery_stream_is_looked_into(stack):
    destination = firehose.S3Bucket(s3.Bucket(stack, "Bucket"))
    delivery = firehose.DeliveryStream(stack, "L2", destination=destination, delivery_stream_name="waf-logs")
    with pytest.raises(InvalidProperties, match="PRD010"):
        WafLogs(stack, "Log", web_acl_arn=ACL_ARN, target=delivery)


def test_changes_of_a_table_tell_their_time_in_microseconds(stack):
    stream = data_stream(stack)
    stream_changes(table(stack), stream=stream)
    assert only(stack, "AWS::DynamoDB::Table")["KinesisStreamSpecification"] == {
        "StreamArn": {"Fn::GetAtt": [stack.get_logical_id(stream.node.default_child), "Arn"]},
        "ApproximateCreationDateTimePrecision": "MICROSECOND",
    }


def test_changes_go_to_an_imported_stream_too(stack):
    stream_changes(table(stack), stream=imported_stream(stack), precision=ChangePrecision.MILLISECOND)
    assert only(stack, "AWS::DynamoDB::Table")["KinesisStreamSpecification"] == {
        "StreamArn": STREAM_ARN,
        "ApproximateCreationDateTimePrecision": "MILLISECOND",
    }


def test_only_a_table_of_this_app_and_a_data_stream_will_do(stack):
    imported = dynamodb.Table.from_table_name(stack, "Imported", "orders")
    with pytest.raises(TypeError, match="only a Table of this app"):
        stream_changes(imported, stream=imported_stream(stack))
    with pytest.raises(TypeError, match="data streams only"):
        stream_changes(table(stack), stream=imported_delivery(stack))


def test_two_of_each_stand_side_by_side_and_nothing_is_found(stack):
    stream, delivery = data_stream(stack), delivery_stream(stack)
    access = delivery_stream(stack, "Access", name="amazon-apigateway-access")
    StreamApi(stack, "ToStream", target=stream)
    StreamApi(stack, "ToDelivery", target=delivery, access_logs=access)
    for name in ("One", "Two"):
        stream_changes(table(stack, name), stream=stream)
        WafLogs(
            stack,
            f"Log{name}",
            web_acl_arn=web_acl(stack, f"Acl{name}").attr_arn,
            target=delivery_stream(stack, f"Waf{name}", name=f"aws-waf-logs-{name}"),
        )
    assert len(of_type(stack, METHOD)) == 2
    assert_clean(stack)


def test_an_api_needs_a_delivery_stream_that_takes_puts(stack):
    delivery = DeliveryStream(stack, "D", source=KinesisSource(data_stream(stack)), destination=S3Destination())
    with pytest.raises(ValueError, match="takes no puts"):
        StreamApi(stack, "Api", target=delivery)
