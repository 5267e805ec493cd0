from __future__ import annotations

import json

import pytest
from cases import RuleCase
from deliveries import LAMBDA, PARTITIONING, UNKNOWN, conversion, delivery, processing

from constructs_lib.graph import Graph
from constructs_lib.graph.readers.template import read_template
from constructs_lib.policy.engine import run

kdf062 = RuleCase("KDF062")

UNZIP = ("Decompression", {"CompressionFormat": "GZIP"})


def logs(target: object = None, source: bool = False, **properties: object) -> str:
    arn = {"Fn::GetAtt": ["Orders" if source else "Delivery", "Arn"]}
    subscription = {"Type": "AWS::Logs::SubscriptionFilter", "Properties": {"DestinationArn": target or arn}}
    resources = {"Subscription": subscription, "Orders": {"Type": "AWS::Kinesis::Stream", "Properties": {}}}
    return delivery(resources, **properties)


@pytest.mark.parametrize("name", ["Splunk", "Amazonopensearchservice", "Redshift", "Snowflake", "Iceberg"])
def test_destinations_that_read_records_are_found(name: str) -> None:
    kdf062.finds(logs(**{f"{name}DestinationConfiguration": {}}))


def test_s3_is_found_where_records_are_read_on_the_way() -> None:
    kdf062.finds(logs(ExtendedS3DestinationConfiguration=conversion()))
    kdf062.finds(logs(ExtendedS3DestinationConfiguration=PARTITIONING))


def test_logs_through_a_stream_are_found() -> None:
    source = {"KinesisStreamARN": {"Fn::GetAtt": ["Orders", "Arn"]}}
    kdf062.finds(logs(source=True, KinesisStreamSourceConfiguration=source, SplunkDestinationConfiguration={}))


def test_decompression_or_a_function_passes() -> None:
    kdf062.passes(logs(SplunkDestinationConfiguration=processing(UNZIP)))
    kdf062.passes(logs(SplunkDestinationConfiguration=processing(("Lambda", {"LambdaArn": LAMBDA}))))


def test_s3_and_http_endpoints_keep_what_they_get() -> None:
    kdf062.passes(logs(ExtendedS3DestinationConfiguration={}))
    kdf062.passes(logs(HttpEndpointDestinationConfiguration={}))


def test_a_delivery_stream_without_subscription_does_not_apply() -> None:
    kdf062.passes(delivery(SplunkDestinationConfiguration={}))
    kdf062.passes(logs(UNKNOWN, SplunkDestinationConfiguration={}))


def test_processing_that_a_parameter_switches_is_undecided() -> None:
    kdf062.undecided(logs(SplunkDestinationConfiguration=processing(UNZIP, Enabled=UNKNOWN)))


def test_a_subscription_of_another_stack_is_followed_through_its_import() -> None:
    ours = json.loads(delivery(SplunkDestinationConfiguration={}))
    ours["Outputs"] = {"Arn": {"Value": {"Fn::GetAtt": ["Delivery", "Arn"]}, "Export": {"Name": "delivery"}}}
    properties = {"DestinationArn": {"Fn::ImportValue": "delivery"}}
    theirs = {"Resources": {"Subscription": {"Type": "AWS::Logs::SubscriptionFilter", "Properties": properties}}}
    graphs = [read_template(json.dumps(text), name) for text, name in ((ours, "ours.yaml"), (theirs, "theirs.yaml"))]
    results = run(Graph(resource for graph in graphs for resource in graph.resources), [kdf062.rule])
    assert [finding.resource for finding in results.findings] == ["Delivery"]
