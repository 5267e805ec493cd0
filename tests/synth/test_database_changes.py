"""Changes of relational databases, written into a stream by AWS DMS."""

from __future__ import annotations

import json

import pytest
from aws_cdk import Fn, Stack, Token
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms

from constructs_lib.cdk import (
    ChangeDetails,
    ChangedTables,
    ChangeFormat,
    ChangePartition,
    DatabaseChanges,
    DatabaseReplication,
    ReplicationType,
)
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import comparable, only
from tests.synth.request_model import problems_of_request
from tests.synth.writing import (
    ACCOUNT,
    STREAM_ARN,
    allowed,
    assert_clean,
    assert_waits_for_its_policy,
    data_stream,
    imported_delivery,
    imported_stream,
    of_type,
    trust_of,
)

ENDPOINT, REPLICATION = "AWS::DMS::Endpoint", "AWS::DMS::ReplicationConfig"
SOURCE = "arn:aws:dms:us-east-1:111122223333:endpoint:AIR"
FLIGHTS = ChangedTables(schema="air", table="flights")


def network(stack: Stack) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["us-east-1a", "us-east-1b"],
        private_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    )


def partition_keys(tables: ChangedTables) -> list[str]:
    return [rule["mapping-parameters"]["partition-key-type"] for rule in tables.rules(1)[1:]]


def test_the_endpoint_writes_one_line_a_change_with_its_transaction_and_nulls(stack):
    stream = data_stream(stack)
    changes = DatabaseChanges(stack, "Changes", stream=stream)
    found = only(stack, ENDPOINT)
    assert comparable(found) == comparable(changes.definition.properties)
    assert (found["EndpointType"], found["EngineName"]) == ("target", "kinesis")
    settings = found["KinesisSettings"]
    assert settings["StreamArn"] == {"Fn::GetAtt": [stack.get_logical_id(stream.node.default_child), "Arn"]}
    assert settings["MessageFormat"] == "json-unformatted"
    assert {name for name, value in settings.items() if value is True} == {
        "IncludeNullAndEmpty",
        "IncludeTransactionDetails",
        "PartitionIncludeSchemaTable",
    }
    assert problems_of_request("dms", "CreateEndpoint", {"EndpointIdentifier": "any", **found}) == []


def test_the_role_does_what_the_guide_demands_and_no_more(stack):
    stream = data_stream(stack)
    changes = DatabaseChanges(stack, "Changes", stream=stream)
    assert trust_of(stack, changes.role) == {
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        "Effect": "Allow",
        "Principal": {"Service": "dms.amazonaws.com"},
    }
    assert allowed(stack, changes.role) == {
        "kinesis:DescribeStream,kinesis:PutRecord,kinesis:PutRecords": stack.resolve(stream.stream_arn),
        "kms:GenerateDataKey": stack.resolve(stream.encryption_key.key_arn),
    }
    assert_waits_for_its_policy(stack, changes.resource, changes.role)


def test_every_detail_reaches_its_setting(stack):
    details = ChangeDetails(
        transactions=False,
        nulls=False,
        table_in_key=False,
        partition_key=True,
        table_definitions=True,
        table_changes=True,
        hex_prefix=False,
    )
    DatabaseChanges(
        stack,
        "Changes",
        stream=imported_stream(stack),
        message_format=ChangeFormat.JSON,
        details=details,
        endpoint_identifier="flights",
    )
    found = only(stack, ENDPOINT)
    settings = dict(found["KinesisSettings"])
    del settings["ServiceAccessRoleArn"]
    assert found["EndpointIdentifier"] == "flights"
    assert settings == {
        "StreamArn": STREAM_ARN,
        "MessageFormat": "json",
        "IncludeTransactionDetails": False,
        "IncludeNullAndEmpty": False,
        "PartitionIncludeSchemaTable": False,
        "IncludePartitionValue": True,
        "IncludeControlDetails": True,
        "IncludeTableAlterOperations": True,
        "NoHexPrefix": True,
    }


def test_a_replication_writes_changes_alone_in_a_network_that_lets_nothing_out(stack):
    replication = DatabaseReplication(
        source_endpoint_arn=SOURCE, tables=[FLIGHTS], max_capacity_units=16, vpc=network(stack)
    )
    changes = DatabaseChanges(stack, "Changes", stream=imported_stream(stack), replication=replication)
    found = only(stack, REPLICATION)
    assert found["ReplicationType"] == "cdc"
    assert found["SourceEndpointArn"] == SOURCE
    assert found["TargetEndpointArn"] == {"Ref": stack.get_logical_id(changes.resource)}
    assert found["ReplicationConfigIdentifier"].startswith("Pipeline-Changes-")
    group, subnets = only(stack, "AWS::EC2::SecurityGroup"), only(stack, "AWS::DMS::ReplicationSubnetGroup")
    assert [rule["CidrIp"] for rule in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]
    assert subnets["SubnetIds"] == ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    compute = found["ComputeConfig"]
    assert (compute["MaxCapacityUnits"], compute["MultiAZ"]) == (16, True)
    assert compute["ReplicationSubnetGroupId"].keys() == {"Ref"}
    assert compute["VpcSecurityGroupIds"] == [
        stack.resolve(group.security_group_id) for group in changes.connections.security_groups
    ]


def test_every_argument_of_a_replication_reaches_its_property(stack):
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0")
    replication = DatabaseReplication(
        source_endpoint_arn=SOURCE,
        table_mappings={"rules": []},
        replication_type=ReplicationType.ROWS_AND_CHANGES,
        subnet_group="databases",
        security_groups=[group],
        max_capacity_units=384,
        min_capacity_units=Token.as_number({"Ref": "Least"}),
        multi_az=False,
        key=key,
        settings={"Logging": {"EnableLogging": True}},
        replication_identifier="flights",
    )
    changes = DatabaseChanges(stack, "Changes", stream=imported_stream(stack), replication=replication)
    found = only(stack, REPLICATION)
    assert found == {
        "ReplicationConfigIdentifier": "flights",
        "ReplicationType": "full-load-and-cdc",
        "SourceEndpointArn": SOURCE,
        "TargetEndpointArn": stack.resolve(changes.endpoint_arn),
        "TableMappings": {"rules": []},
        "ReplicationSettings": {"Logging": {"EnableLogging": True}},
        "ComputeConfig": {
            "MaxCapacityUnits": 384,
            "MinCapacityUnits": {"Ref": "Least"},
            "MultiAZ": False,
            "KmsKeyId": stack.resolve(key.key_arn),
            "ReplicationSubnetGroupId": "databases",
            "VpcSecurityGroupIds": ["sg-0123456789abcdef0"],
        },
    }
    del found["ComputeConfig"]["MinCapacityUnits"]
    texts = {name: json.dumps(found[name]) for name in ("TableMappings", "ReplicationSettings")}
    assert problems_of_request("dms", "CreateReplicationConfig", {**found, **texts}) == []


def test_the_rows_of_a_table_with_an_exact_name_spread_by_primary_key():
    assert partition_keys(FLIGHTS) == ["primary-key"]
    assert partition_keys(ChangedTables(schema="air", table="f", partition_by=ChangePartition.TABLE)) == [
        "schema-table"
    ]


def test_names_with_wildcards_are_selected_and_not_mapped():
    assert [rule["rule-type"] for rule in ChangedTables(schema="air", table="%").rules(1)] == ["selection"]
    with pytest.raises(ValueError, match="exact names"):
        ChangedTables(schema="%", table="flights", partition_by=ChangePartition.PRIMARY_KEY).rules(1)
    with pytest.raises(ValueError, match="needs a schema"):
        ChangedTables(schema="", table="flights").rules(1)


def test_every_rule_has_a_number_of_its_own():
    tables = [FLIGHTS, ChangedTables(schema="audit", table="%"), ChangedTables(schema="air", table="seats")]
    replication = DatabaseReplication(
        source_endpoint_arn=SOURCE, tables=tables, max_capacity_units=1, subnet_group="databases"
    )
    assert [rule["rule-id"] for rule in replication.mappings()["rules"]] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tables": [FLIGHTS], "table_mappings": {"rules": []}, "subnet_group": "a"}, "either tables or"),
        ({"subnet_group": "a"}, "either tables or"),
        ({"tables": [FLIGHTS]}, "either vpc or subnet_group"),
        ({"tables": [FLIGHTS, FLIGHTS], "subnet_group": "a"}, "stands twice"),
    ],
)
def test_what_excludes_each_other_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        DatabaseReplication(source_endpoint_arn=SOURCE, max_capacity_units=1, **given)


def test_subnets_need_their_network(stack):
    with pytest.raises(ValueError, match="subnets belong to a VPC"):
        DatabaseReplication(
            source_endpoint_arn=SOURCE,
            max_capacity_units=1,
            tables=[FLIGHTS],
            subnet_group="a",
            subnets=network(stack).private_subnets,
        )


def test_capacities_that_dms_does_not_have_are_refused_and_leave_nothing(stack):
    stream = imported_stream(stack)
    replication = DatabaseReplication(
        source_endpoint_arn=SOURCE, tables=[FLIGHTS], max_capacity_units=12, subnet_group="databases"
    )
    with pytest.raises(InvalidProperties, match=r"replication\.max_capacity_units") as refused:
        DatabaseChanges(stack, "Changes", stream=stream, replication=replication)
    assert [finding.rule for finding in refused.value.findings] == ["PRD058"]
    assert stack.node.try_find_child("Changes") is None


def test_identifiers_that_dms_does_not_take_are_refused(stack):
    with pytest.raises(InvalidProperties, match="endpoint_identifier"):
        DatabaseChanges(stack, "Changes", stream=imported_stream(stack), endpoint_identifier="flights-")


def test_the_stream_and_its_key_may_be_of_another_stack(app, stack):
    stream = data_stream(stack)
    other = Stack(app, "Databases")
    DatabaseChanges(other, "Changes", stream=stream)
    assert only(other, ENDPOINT)["KinesisSettings"]["StreamArn"] == other.resolve(stream.stream_arn)
    granted = {
        action: statement["Resource"]
        for policy in of_type(other, "AWS::IAM::Policy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert granted["kinesis:PutRecords"] == other.resolve(stream.stream_arn)
    assert granted["kms:GenerateDataKey"] == other.resolve(stream.encryption_key.key_arn)


def test_only_a_data_stream_is_written_into(stack):
    with pytest.raises(TypeError, match="data streams only"):
        DatabaseChanges(stack, "Changes", stream=imported_delivery(stack))


def test_two_stand_side_by_side_and_nothing_is_found(stack):
    stream, vpc = data_stream(stack), network(stack)
    source = Fn.import_value("air")
    for name in ("One", "Two"):
        replication = DatabaseReplication(source_endpoint_arn=source, tables=[FLIGHTS], max_capacity_units=2, vpc=vpc)
        DatabaseChanges(stack, name, stream=stream, replication=replication)
    assert len(of_type(stack, REPLICATION)) == 2
    assert_clean(stack)
