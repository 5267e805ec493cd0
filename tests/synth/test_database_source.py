"""Tables of a database as the source of a delivery stream to Iceberg."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from aws_cdk import App, CfnParameter, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk import (
    DatabaseEngine,
    DatabaseSource,
    DeliveryStream,
    IcebergCatalog,
    IcebergDestination,
    PipelineMonitoring,
    S3Destination,
    Selection,
)
from constructs_lib.policy import InvalidProperties
from tests.synth.destinations import READS_SECRET, actions, secret
from tests.synth.parts import DELIVERY_STREAM, comparable, only
from tests.synth.request_model import request_problems
from tests.synth.writing import assert_clean

SERVICE = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"


def source(stack: Stack) -> DatabaseSource:
    return DatabaseSource(
        engine=DatabaseEngine.POSTGRESQL,
        endpoint="air.cluster-abc.eu-west-1.rds.amazonaws.com",
        secret=secret(stack),
        vpc_endpoint_service=SERVICE,
        databases=Selection(include=("air",)),
        tables=Selection(include=("public.*",), exclude=("public.notes",)),
        watermark_table="public.watermarks",
    )


def deliver(stack: Stack, given: DatabaseSource) -> DeliveryStream:
    lake = s3.Bucket.from_bucket_name(stack, "Lake", "lake")
    destination = IcebergDestination(catalog=IcebergCatalog.glue(lake), create_tables=True)
    return DeliveryStream(stack, "Delivery", source=given, destination=destination)


def test_tables_are_copied_over_tls_with_a_secret(stack):
    found = deliver(stack, source(stack))
    properties = only(stack, DELIVERY_STREAM)
    assert comparable(properties) == comparable(found.definition.properties)
    assert request_problems(properties) == []
    assert properties["DeliveryStreamType"] == "DatabaseAsSource"
    assert "DeliveryStreamEncryptionConfigurationInput" not in properties
    database = properties["DatabaseSourceConfiguration"]
    assert (database["Type"], database["Port"], database["SSLMode"]) == ("PostgreSQL", 5432, "Enabled")
    assert database["Tables"] == {"Include": ["public.*"], "Exclude": ["public.notes"]}
    assert database["DatabaseSourceVPCConfiguration"] == {"VpcEndpointServiceName": SERVICE}
    assert READS_SECRET | {"glue:CreateTable", "glue:CreateDatabase"} <= actions(stack)


def test_what_is_given_reaches_its_property(stack):
    wanted = replace(
        source(stack),
        engine=DatabaseEngine.MYSQL,
        port=3307,
        tls=False,
        columns=Selection(exclude=("air.flights.crew",)),
        surrogate_keys=("flight_id",),
    )
    deliver(stack, wanted)
    database = only(stack, DELIVERY_STREAM)["DatabaseSourceConfiguration"]
    assert (database["Type"], database["Port"], database["SSLMode"]) == ("MySQL", 3307, "Disabled")
    assert database["Columns"] == {"Exclude": ["air.flights.crew"]}
    assert database["SurrogateKeys"] == ["flight_id"]


def test_an_endpoint_service_of_this_app_is_named_by_it(stack):
    balancer = elb.NetworkLoadBalancer.from_network_load_balancer_attributes(
        stack,
        "Balancer",
        load_balancer_arn="arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/air/abc",
    )
    service = ec2.VpcEndpointService(
        stack,
        "Service",
        vpc_endpoint_service_load_balancers=[balancer],
        allowed_principals=[iam.ArnPrincipal("firehose.amazonaws.com")],
    )
    deliver(stack, replace(source(stack), vpc_endpoint_service=service))
    vpc = only(stack, DELIVERY_STREAM)["DatabaseSourceConfiguration"]["DatabaseSourceVPCConfiguration"]
    assert vpc["VpcEndpointServiceName"] == stack.resolve(service.vpc_endpoint_service_name)


def test_a_database_delivers_to_iceberg_only(stack):
    with pytest.raises(InvalidProperties, match="KDF125"):
        DeliveryStream(stack, "Delivery", source=source(stack), destination=S3Destination())


@pytest.mark.parametrize("name", ["databases", "tables"])
def test_a_selection_of_nothing_is_refused(stack, name):
    with pytest.raises(ValueError, match=rf"source\.{name} names nothing"):
        deliver(stack, replace(source(stack), **{name: Selection()}))


def test_a_port_that_there_is_not_is_refused(stack):
    with pytest.raises(InvalidProperties) as refusal:
        deliver(stack, replace(source(stack), port=70000))
    assert {finding.argument for finding in refusal.value.findings} == {"source"}


@pytest.mark.parametrize(
    ("region", "said"),
    [(None, "not to use in production$"), ("eu-west-1", "production$"), ("ap-southeast-5", "ap-southeast-5 does not")],
)
def test_the_preview_is_a_warning_that_says_where_it_is_missing(region, said):
    environment = Environment(account="111122223333", region=region) if region else None
    stack = Stack(App(), "Pipeline", env=environment)
    found = deliver(stack, source(stack))
    (warning,) = [str(entry.data) for entry in found.node.metadata if entry.type == "aws:cdk:warning"]
    assert re.search(said, warning.partition(" [ack:")[0])


def test_monitoring_draws_what_is_read(stack):
    found = deliver(stack, source(stack))
    monitoring = PipelineMonitoring(stack, "Monitoring", deliveries=[found])
    assert set(monitoring.alarms) >= {"DeliveryLate", "DeliveryDeliverySuccess"}
    assert "DataReadFromSource.Records" in str(only(stack, "AWS::CloudWatch::Dashboard"))


def test_no_pack_finds_anything(stack):
    arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:air-AbCdEf"
    existing = secretsmanager.Secret.from_secret_complete_arn(stack, "Existing", arn)
    deliver(stack, replace(source(Stack()), secret=existing))
    assert_clean(stack)


def test_a_port_may_be_known_at_deployment_only(stack):
    port = CfnParameter(stack, "Port", type="Number").value_as_number
    deliver(stack, replace(source(stack), port=port))
    assert only(stack, DELIVERY_STREAM)["DatabaseSourceConfiguration"]["Port"] == {"Ref": "Port"}
