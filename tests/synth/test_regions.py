"""Every region that has the services: nothing fails, and every ARN is of the region's own partition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from aws_cdk import App, Environment, Stack, Stage
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ssm as ssm
from aws_cdk.assertions import Template
from constructs import Construct

from apps.gallery.app import stacks
from constructs_lib.cdk import (
    AgentFlow,
    DatabaseChanges,
    DataStream,
    DeliveryStream,
    EventTable,
    FailureBucket,
    FirehoseEndpoint,
    FormatConversion,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
    KinesisSource,
    S3Destination,
    StreamApi,
    StreamsEndpoint,
    firehose_addresses,
    firehose_peer,
    kinesis_agent_configuration,
)
from tests.synth.parts import pipeline

ACCOUNT = "111122223333"
SESSION = botocore.session.get_session()
PARTITION_OF = {
    region: partition
    for partition in SESSION.get_available_partitions()
    for region in set(SESSION.get_available_regions("firehose", partition))
    & set(SESSION.get_available_regions("kinesis", partition))
}
ARN = re.compile(r"\barn:(aws[a-z-]*):")
OTHER_PARTITIONS = ["cn-northwest-1", "us-gov-west-1"]


def everything_regional(scope: Construct, region: str | None) -> Stack:
    """Define what names its region, its partition or a service's address in some way."""
    env = Environment(account=ACCOUNT, region=region) if region else None
    stack = Stack(scope, f"In-{region}", env=env)
    pipeline(stack)
    stream = DataStream(stack, "Puts")
    failures = FailureBucket(stack, "Failures")
    table = EventTable(schema={"type": "object", "properties": {"delay": {"type": "integer"}}}, name="flights")
    columns = S3Destination(prefix="f/", conversion=FormatConversion(table=table), failures=failures)
    DeliveryStream(stack, "Columns", source=KinesisSource(stream), destination=columns)
    tables = IcebergDestination(
        catalog=IcebergCatalog.s3_tables("lake"), tables=(IcebergTable(database="air", table="flights"),)
    )
    lake = DeliveryStream(stack, "ToTables", destination=tables)
    StreamApi(stack, "Api", target=stream)
    DatabaseChanges(stack, "Database", stream=stream)
    flows = [AgentFlow(files="/var/log/*", target=target) for target in (stream, lake)]
    ssm.StringParameter(stack, "Agent", string_value=kinesis_agent_configuration(stack, *flows))
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        vpc_cidr_block="10.0.0.0/16",
        availability_zones=["a"],
        private_subnet_ids=["subnet-1"],
    )
    StreamsEndpoint(stack, "Streams", vpc=vpc)
    FirehoseEndpoint(stack, "Firehose", vpc=vpc)
    if region is None or region in firehose_addresses():
        ec2.SecurityGroup(stack, "Group", vpc=vpc).add_ingress_rule(firehose_peer(stack), ec2.Port.tcp(5439))
    return stack


def strings(value: Any) -> Iterator[str]:
    """Give every text of a template, those of names included."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def partitions_named(template: dict[str, Any]) -> set[str]:
    return {partition for text in strings(template) for partition in ARN.findall(text)}


@pytest.fixture(scope="module")
def regional() -> dict[str, dict[str, Any]]:
    app = App()
    defined = {region: everything_regional(app, region) for region in PARTITION_OF}
    return {region: Template.from_stack(stack).to_json() for region, stack in defined.items()}


def test_the_regions_are_those_of_eight_partitions():
    assert len(PARTITION_OF) > 40
    assert len(set(PARTITION_OF.values())) == 8


def test_every_arn_is_of_the_partition_of_its_region(regional):
    found = {region: partitions_named(template) for region, template in regional.items()}
    assert [region for region, template in regional.items() if "AWS::Partition" not in set(strings(template))] == []
    assert {region: named for region, named in found.items() if not named <= {PARTITION_OF[region]}} == {}


def test_a_template_of_no_region_names_no_partition(app):
    template = Template.from_stack(everything_regional(app, None)).to_json()
    assert partitions_named(template) == set()


def test_services_are_called_by_the_principal_that_they_have_in_every_region(regional):
    trusted = {
        region: {text for text in strings(template) if re.search(r"\.amazonaws\.com(\.cn)?$", text)}
        for region, template in regional.items()
    }
    expected = trusted["eu-west-1"]
    assert "firehose.amazonaws.com" in expected
    assert {region: names ^ expected for region, names in trusted.items() if names != expected} == {}


@pytest.mark.parametrize("region", OTHER_PARTITIONS)
def test_the_gallery_is_of_one_partition(region):
    app = App()
    stage = Stage(app, "Stage", env=Environment(account=ACCOUNT, region=region))
    stacks(stage)
    templates = {stack.stack_name: stack.template for stack in stage.synth().stacks}
    named = {name: partitions_named(template) for name, template in templates.items()}
    assert {name: found for name, found in named.items() if not found <= {PARTITION_OF[region]}} == {}
    assert any(f"firehose.{region}." in text for text in strings(templates["Stage-Agents"]))
