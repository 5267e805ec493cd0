"""What the gallery emits, asked of each service's own model of the request that CloudFormation makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aws_cdk import App

from apps.gallery.app import stacks
from tests.synth.request_model import problems_of_request

ANY = "any"
Request = Callable[[dict[str, Any]], Iterator[tuple[str, dict[str, Any]]]]


def as_they_are(operation: str, **made: Any) -> Request:
    """Hand the properties on; CloudFormation makes what may be left out, such as names."""

    def requests(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        yield operation, {**made, **{name: value for name, value in properties.items() if name != "Tags"}}

    return requests


def in_camel_case(operation: str, **made: Any) -> Request:
    """Begin each name with a small letter, as the APIs of CloudWatch Logs and IoT do."""

    def requests(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        yield operation, {**made, **_camel(properties)}

    return requests


def inside(operation: str, name: str) -> Request:
    """Hand the properties on as one member."""

    def requests(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        yield operation, {name: properties}

    return requests


def mapping(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    named = {"KMSKeyArn" if name == "KmsKeyArn" else name: value for name, value in properties.items()}
    yield from as_they_are("CreateEventSourceMapping")(named)


def rule_and_targets(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rules are made first and get their targets then; patterns are texts."""
    rule = {name: value for name, value in properties.items() if name != "Targets"}
    if "EventPattern" in rule:
        rule["EventPattern"] = json.dumps(rule["EventPattern"])
    yield "PutRule", {"Name": ANY, **rule}
    yield "PutTargets", {"Rule": ANY, "Targets": properties["Targets"]}


def policy_of_a_stream(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    document = json.dumps(properties["ResourcePolicy"])
    yield "PutResourcePolicy", {"ResourceARN": properties["ResourceArn"], "Policy": document}


def replication(properties: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Write documents as texts, as CloudFormation does."""
    documents = {name: json.dumps(properties[name]) for name in ("TableMappings", "ReplicationSettings")}
    yield "CreateReplicationConfig", {**properties, **documents}


REQUESTS: dict[str, tuple[str, Request]] = {
    "AWS::CloudWatch::Alarm": ("cloudwatch", as_they_are("PutMetricAlarm", AlarmName=ANY)),
    "AWS::CloudWatch::CompositeAlarm": ("cloudwatch", as_they_are("PutCompositeAlarm", AlarmName=ANY)),
    "AWS::CloudWatch::Dashboard": ("cloudwatch", as_they_are("PutDashboard", DashboardName=ANY)),
    "AWS::CloudWatch::MetricStream": ("cloudwatch", as_they_are("PutMetricStream", Name=ANY)),
    "AWS::DMS::Endpoint": ("dms", as_they_are("CreateEndpoint", EndpointIdentifier=ANY)),
    "AWS::DMS::ReplicationConfig": ("dms", replication),
    "AWS::DMS::ReplicationSubnetGroup": (
        "dms",
        as_they_are("CreateReplicationSubnetGroup", ReplicationSubnetGroupIdentifier=ANY),
    ),
    "AWS::Events::Rule": ("events", rule_and_targets),
    "AWS::IoT::TopicRule": ("iot", in_camel_case("CreateTopicRule", ruleName=ANY)),
    "AWS::Kinesis::ResourcePolicy": ("kinesis", policy_of_a_stream),
    "AWS::Kinesis::StreamConsumer": ("kinesis", as_they_are("RegisterStreamConsumer")),
    "AWS::Lambda::EventSourceMapping": ("lambda", mapping),
    "AWS::Logs::AccountPolicy": ("logs", in_camel_case("PutAccountPolicy")),
    "AWS::Logs::SubscriptionFilter": ("logs", in_camel_case("PutSubscriptionFilter", filterName=ANY)),
    "AWS::NetworkFirewall::LoggingConfiguration": ("network-firewall", as_they_are("UpdateLoggingConfiguration")),
    "AWS::Pipes::Pipe": ("pipes", as_they_are("CreatePipe", Name=ANY)),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": (
        "route53resolver",
        as_they_are("CreateResolverQueryLogConfig", Name=ANY, CreatorRequestId=ANY),
    ),
    "AWS::WAFv2::LoggingConfiguration": ("wafv2", inside("PutLoggingConfiguration", "LoggingConfiguration")),
}


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
            return value
        return {name[:1].lower() + name[1:]: _camel(item) for name, item in value.items()}
    return [_camel(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def emitted() -> list[tuple[str, dict[str, Any]]]:
    app = App()
    stacks(app)
    return [
        (f"{stack.stack_name}/{name}", resource)
        for stack in app.synth().stacks
        for name, resource in stack.template["Resources"].items()
    ]


@pytest.mark.parametrize("type", REQUESTS)
def test_the_service_takes_it(emitted, type):
    service, requests = REQUESTS[type]
    found = {
        f"{where} {operation}": problems_of_request(service, operation, request)
        for where, resource in emitted
        if resource["Type"] == type
        for operation, request in requests(resource["Properties"])
    }
    assert found, "the gallery has none"
    assert {where: problems for where, problems in found.items() if problems} == {}


def test_a_mistake_would_be_found():
    assert problems_of_request("pipes", "CreatePipe", {"Name": ANY, "Source": "x"})
