"""Endpoints, the addresses of Firehose, and data events."""

from __future__ import annotations

import ipaddress

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template
from aws_cdk.region_info import RegionInfo

from constructs_lib.cdk.network import (
    FirehoseEndpoint,
    StreamsEndpoint,
    firehose_addresses,
    firehose_peer,
    record_data_events,
)
from tests.synth.parts import only
from tests.synth.writing import (
    ACCOUNT,
    DELIVERY_ARN,
    STREAM_ARN,
    assert_clean,
    data_stream,
    delivery_stream,
    imported_delivery,
    imported_stream,
    of_type,
)

ENDPOINT, GROUP, TRAIL = "AWS::EC2::VPCEndpoint", "AWS::EC2::SecurityGroup", "AWS::CloudTrail::Trail"


def vpc(stack) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0a1b2c3d4e5f60718",
        vpc_cidr_block="10.0.0.0/16",
        availability_zones=["a", "b"],
        private_subnet_ids=["subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"],
    )


def test_an_endpoint_lets_this_account_reach_its_own_streams_from_the_vpc(stack):
    StreamsEndpoint(stack, "Endpoint", vpc=vpc(stack))
    found = only(stack, ENDPOINT)
    (statement,) = found["PolicyDocument"]["Statement"]
    assert (found["PrivateDnsEnabled"], found["VpcEndpointType"]) == (True, "Interface")
    assert found["SubnetIds"] == ["subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"]
    assert statement["Action"] == "kinesis:*"
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}
    assert statement["Resource"]["Fn::Join"][1][-1] == ":stream/*"
    (rule,) = only(stack, GROUP)["SecurityGroupIngress"]
    assert (rule["CidrIp"], rule["FromPort"], rule["ToPort"]) == ("10.0.0.0/16", 443, 443)


def test_an_endpoint_is_limited_to_what_is_given(stack):
    StreamsEndpoint(
        stack,
        "Endpoint",
        vpc=vpc(stack),
        subnets=ec2.SubnetSelection(
            subnets=[ec2.Subnet.from_subnet_attributes(stack, "S", subnet_id="subnet-c", availability_zone="c")]
        ),
        clients=[ec2.Peer.ipv4("10.0.1.0/24")],
        streams=[imported_stream(stack)],
        actions=["kinesis:PutRecords"],
    )
    found = only(stack, ENDPOINT)
    (statement,) = found["PolicyDocument"]["Statement"]
    assert found["SubnetIds"] == ["subnet-c"]
    assert statement["Action"] == "kinesis:PutRecords"
    assert statement["Resource"] == [STREAM_ARN, f"{STREAM_ARN}/consumer/*"]
    (rule,) = only(stack, GROUP)["SecurityGroupIngress"]
    assert rule["CidrIp"] == "10.0.1.0/24"


def test_an_endpoint_of_firehose_is_limited_to_delivery_streams(stack):
    FirehoseEndpoint(stack, "Endpoint", vpc=vpc(stack), delivery_streams=[imported_delivery(stack)])
    found = only(stack, ENDPOINT)
    (statement,) = found["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == ("firehose:*", DELIVERY_ARN)
    assert found["ServiceName"]["Fn::Join"][1][-1] == ".kinesis-firehose"


def test_addresses_are_networks_and_those_that_the_cdk_knows():
    known = {region.name: region.firehose_cidr_block for region in RegionInfo.regions if region.firehose_cidr_block}
    assert dict(firehose_addresses()) == known
    assert {ipaddress.ip_network(addresses).prefixlen for addresses in firehose_addresses().values()} == {27}


def test_the_peer_of_a_known_region_is_its_range(stack_in):
    assert firehose_peer(stack_in("eu-west-1")).unique_id == firehose_addresses()["eu-west-1"]


def test_a_region_that_is_known_at_deployment_only_is_looked_up_there(stack):
    group = ec2.SecurityGroup(stack, "Warehouse", vpc=vpc(stack))
    for port in (5439, 443):
        group.add_ingress_rule(firehose_peer(stack), ec2.Port.tcp(port))
    template = Template.from_stack(stack).to_json()
    assert template["Mappings"]["FirehoseAddresses"]["eu-west-1"] == {"Cidr": firehose_addresses()["eu-west-1"]}
    rule, _ = only(stack, GROUP)["SecurityGroupIngress"]
    assert rule["CidrIp"] == {"Fn::FindInMap": ["FirehoseAddresses", {"Ref": "AWS::Region"}, "Cidr"]}


def test_a_region_without_known_addresses_is_refused():
    stack = Stack(App(), "Nowhere", env=Environment(account="111122223333", region="xx-nowhere-1"))
    with pytest.raises(ValueError, match="addresses of Firehose in xx-nowhere-1"):
        firehose_peer(stack)


def test_data_events_of_streams_and_their_consumers_are_recorded(stack):
    stream = data_stream(stack)
    record_data_events(cloudtrail.Trail(stack, "Trail"), streams=[stream])
    arn = {"Fn::GetAtt": [stack.get_logical_id(stream.node.default_child), "Arn"]}
    management, streams, consumers = only(stack, TRAIL)["AdvancedEventSelectors"]
    assert management["FieldSelectors"] == [{"Field": "eventCategory", "Equals": ["Management"]}]
    assert streams["FieldSelectors"] == [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::Kinesis::Stream"]},
        {"Field": "resources.ARN", "Equals": [arn]},
    ]
    assert consumers["FieldSelectors"][2] == {
        "Field": "resources.ARN",
        "StartsWith": [{"Fn::Join": ["", [arn, "/"]]}],
    }


def test_data_events_of_all_streams_have_no_list_of_them(stack):
    record_data_events(cloudtrail.Trail(stack, "Trail"))
    _, streams, consumers = only(stack, TRAIL)["AdvancedEventSelectors"]
    assert (len(streams["FieldSelectors"]), len(consumers["FieldSelectors"])) == (2, 2)


def test_selectors_that_a_trail_has_are_not_overwritten(stack):
    basic = cloudtrail.Trail(stack, "Basic", management_events=cloudtrail.ReadWriteType.ALL)
    with pytest.raises(ValueError, match="basic event selectors"):
        record_data_events(basic)
    trail = cloudtrail.Trail(stack, "Trail")
    record_data_events(trail)
    with pytest.raises(ValueError, match="call this once"):
        record_data_events(trail)


def test_two_endpoints_stand_side_by_side_and_nothing_is_found(stack):
    network = ec2.Vpc(stack, "Network", max_azs=2, nat_gateways=0, flow_logs={"log": ec2.FlowLogOptions()})
    zones = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC)
    StreamsEndpoint(stack, "Streams", vpc=network, subnets=zones, streams=[data_stream(stack)])
    FirehoseEndpoint(stack, "Firehose", vpc=network, subnets=zones, delivery_streams=[delivery_stream(stack)])
    assert len(of_type(stack, ENDPOINT)) == 2
    assert_clean(stack)
