"""The examples in the docstrings of writers, monitoring and network run, in a stack where what they name is there."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_dms as dms
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_msk as msk
from aws_cdk import aws_networkfirewall as networkfirewall
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_wafv2 as wafv2
from aws_cdk.aws_apigateway import StageOptions
from aws_cdk.aws_apigatewayv2 import HttpStage
from aws_cdk.aws_events import EventPattern
from constructs import Construct

import constructs_lib.cdk
from constructs_lib.cdk import (
    Compression,
    DataStream,
    DeliveryStream,
    FailureBucket,
    FanOutConsumer,
    KinesisSource,
    S3Destination,
    monitoring,
    network,
    writers,
)
from tests.synth.parts import function

ROOMS = (writers, monitoring, network)
# PipelineMonitoring defines them.
NEEDS_NONE = {"PipelineAlarm"}
EXAMPLES = {
    test.name.removeprefix("constructs_lib.cdk."): test
    for room in ROOMS
    for found in pkgutil.iter_modules(room.__path__)
    for test in doctest.DocTestFinder().find(importlib.import_module(f"{room.__name__}.{found.name}"))
    if test.examples
}


def surroundings() -> dict[str, Any]:
    """Give what examples name: the public names, and parts that any app has."""
    stack = Stack(App(), "Pipeline")
    failures = FailureBucket(stack, "Failures")
    stream = DataStream(stack, "Given", key=kms.Key(stack, "Key"))
    vpc = ec2.Vpc(stack, "GivenVpc", restrict_default_security_group=False)
    name = "amazon-apigateway-delivery"
    delivery = DeliveryStream(
        stack,
        "GivenDelivery",
        delivery_stream_name=name,
        destination=S3Destination(compression=Compression.NONE, failures=failures),
    )
    waf = DeliveryStream(
        stack,
        "GivenWafDelivery",
        delivery_stream_name="aws-waf-logs-shop",
        destination=S3Destination(failures=failures),
    )
    given = function(stack, "GivenFunction")
    return {
        **{name: getattr(constructs_lib.cdk, name) for name in constructs_lib.cdk.__all__},
        "self": stack,
        "stream": stream,
        "delivery": delivery,
        "requests": waf,
        "topic": sns.Topic(stack, "GivenTopic"),
        "queue": sqs.Queue(stack, "GivenQueue"),
        "bucket": failures,
        "vpc": vpc,
        "cluster": ec2.SecurityGroup(stack, "GivenGroup", vpc=vpc),
        "group": logs.LogGroup(stack, "GivenLog"),
        "trail": cloudtrail.Trail(stack, "GivenTrail"),
        "api": apigatewayv2.HttpApi(stack, "GivenApi"),
        "table": dynamodb.Table(
            stack,
            "GivenTable",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        ),
        "watch": FanOutConsumer(stack, "GivenWatch", stream=stream, function=given),
        "to_lake": DeliveryStream(stack, "GivenLake", source=KinesisSource(stream), destination=S3Destination()),
        "topics": msk.CfnCluster(
            stack,
            "GivenTopics",
            cluster_name="topics",
            kafka_version="3.9.x",
            number_of_broker_nodes=2,
            broker_node_group_info=msk.CfnCluster.BrokerNodeGroupInfoProperty(
                client_subnets=["subnet-1", "subnet-2"], instance_type="kafka.m7g.large"
            ),
        ),
        "sessions": elasticache.CfnReplicationGroup(stack, "Sessions", replication_group_description="sessions"),
        "database": dms.CfnEndpoint(stack, "Database", endpoint_type="source", engine_name="aurora-postgresql"),
        "outbound": ses.ConfigurationSet(stack, "Outbound"),
        "transform_log": logs.LogGroup(stack, "TransformLog"),
        "acl": wafv2.CfnWebACL(
            stack,
            "Acl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=wafv2.CfnWebACL.VisibilityConfigProperty(
                cloud_watch_metrics_enabled=True, metric_name="shop", sampled_requests_enabled=True
            ),
        ),
        "firewall": networkfirewall.CfnFirewall(
            stack,
            "Edge",
            firewall_name="edge",
            firewall_policy_arn="arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/edge",
            subnet_mappings=[],
            vpc_id=vpc.vpc_id,
        ),
        "key": kms.Key(stack, "ActivityKey"),
        "role": iam.Role(stack, "Producer", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")),
        "EventPattern": EventPattern,
        "StageOptions": StageOptions,
        "HttpStage": HttpStage,
        "ec2": ec2,
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs(name):
    test = EXAMPLES[name]
    ran = doctest.DocTest(
        test.examples, {**test.globs, **surroundings()}, test.name, test.filename, test.lineno, test.docstring
    )
    for example in ran.examples:
        if example.options.pop(doctest.SKIP, False):
            example.want = ""
            example.source = f"_ = (\n{example.source})\n"
    runner = doctest.DocTestRunner(verbose=False)
    said: list[str] = []
    runner.run(ran, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_every_public_construct_and_function_of_these_rooms_has_an_example():
    public = {name: value for room in ROOMS for name, value in vars(room).items() if name in room.__all__}
    made = [
        name
        for name, value in public.items()
        if inspect.isfunction(value) or (inspect.isclass(value) and issubclass(value, Construct))
    ]
    assert {name for name in made if ">>> " not in (inspect.getdoc(public[name]) or "")} == NEEDS_NONE
