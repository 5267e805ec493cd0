"""Each destination has metrics of its own name, with the dimension of the delivery stream."""

from __future__ import annotations

import pytest
from aws_cdk import aws_opensearchservice as opensearch

from constructs_lib.cdk import (
    DeliveryStream,
    Endpoint,
    HttpEndpointDestination,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
    OpenSearchDestination,
    PipelineMonitoring,
    S3Destination,
    SnowflakeDestination,
    SplunkDestination,
)
from tests.synth.destinations import secret
from tests.synth.parts import resources


def destinations(stack):
    credentials = secret(stack)
    snowflake = {"database": "AIR", "schema": "PUBLIC", "table": "FLIGHTS", "secret": credentials}
    arn = "arn:aws:es:eu-west-1:111122223333:domain/flights"
    domain = opensearch.Domain.from_domain_attributes(
        stack, "Domain", domain_arn=arn, domain_endpoint="https://search-flights.example.com"
    )
    catalog, table = IcebergCatalog.s3_tables("lake"), IcebergTable(database="air", table="flights")
    return {
        "DeliveryToS3": S3Destination(),
        "DeliveryToHttpEndpoint": HttpEndpointDestination(endpoint=Endpoint(url="https://ingest.example.com/v1")),
        "DeliveryToAmazonOpenSearchService": OpenSearchDestination(domain=domain, index="flights"),
        "DeliveryToSplunk": SplunkDestination(endpoint="https://hec.example.com:8088", secret=credentials),
        "DeliveryToSnowflake": SnowflakeDestination(account_url="https://acme.snowflakecomputing.com", **snowflake),
        "DeliveryToIceberg": IcebergDestination(catalog=catalog, tables=(table,)),
    }


def test_every_destination_has_its_own_names_and_the_same_dimension(stack):
    for prefix, destination in destinations(stack).items():
        delivery = DeliveryStream(stack, prefix, destination=destination)
        found = [
            delivery.metric_delivery_success(),
            delivery.metric_delivery_data_freshness(),
            delivery.metric_delivery_bytes(),
            delivery.metric_delivery_records(),
        ]
        records = "SuccessfulRowCount" if prefix == "DeliveryToIceberg" else "Records"
        names = [f"{prefix}.{name}" for name in ("Success", "DataFreshness", "Bytes", records)]
        assert [each.metric_name for each in found] == names
        assert [each.statistic for each in found] == ["Average", "Maximum", "Sum", "Sum"]
        assert {each.namespace for each in found} == {"AWS/Firehose"}
        assert all(each.dimensions == {"DeliveryStreamName": delivery.delivery_stream_name} for each in found)


def test_a_metric_that_is_never_sent_is_refused_with_those_that_are(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination())
    assert delivery.metric_delivery("ObjectCount").metric_name == "DeliveryToS3.ObjectCount"
    with pytest.raises(ValueError, match=r"no DeliveryToS3\.DataAckLatency.*would never ring.*ObjectCount"):
        delivery.metric_delivery("DataAckLatency")


def test_faults_are_those_of_the_destination(stack):
    found = destinations(stack)
    search = DeliveryStream(stack, "Search", destination=found["DeliveryToAmazonOpenSearchService"])
    assert [each.metric_name.partition(".")[2] for each in search.metric_delivery_faults()] == [
        "AuthFailure",
        "DeliveryRejected",
    ]
    assert DeliveryStream(stack, "Lake", destination=S3Destination()).metric_delivery_faults() == []


def test_alarms_look_at_the_metrics_that_the_delivery_stream_names(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=destinations(stack)["DeliveryToSplunk"])
    PipelineMonitoring(stack, "Monitoring", deliveries=[delivery], dashboard=False)
    alarms = [each["Properties"] for each in resources(stack).values() if each["Type"] == "AWS::CloudWatch::Alarm"]
    watched = {each.get("MetricName") for each in alarms}
    assert {
        delivery.metric_delivery_success().metric_name,
        delivery.metric_delivery_data_freshness().metric_name,
    } <= watched


@pytest.mark.parametrize(
    ("method", "name", "statistic"),
    [
        ("metric_transform_success", "ExecuteProcessing.Success", "Average"),
        ("metric_transform_duration", "ExecuteProcessing.Duration", "Maximum"),
        ("metric_throttled_records", "ThrottledRecords", "Sum"),
        ("metric_source_millis_behind_latest", "KinesisMillisBehindLatest", "Maximum"),
    ],
)
def test_what_happens_before_delivery_has_metrics_too(stack, method, name, statistic):
    found = getattr(DeliveryStream(stack, "Delivery", destination=S3Destination()), method)()
    assert (found.metric_name, found.statistic) == (name, statistic)
