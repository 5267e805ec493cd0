from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from constructs_lib.operate.audit import delivery_shapes, shapes
from constructs_lib.operate.audit.delivery_shapes import DELIVERY_STREAM, delivery_properties
from constructs_lib.operate.audit.shapes import NOT_TOLD, TABLES, properties

SESSION = botocore.session.get_session()
MEMBERS = {
    shapes.STREAM: ("kinesis", "DescribeStreamSummary", "StreamDescriptionSummary"),
    shapes.MAPPING: ("lambda", "ListEventSourceMappings", "EventSourceMappings"),
    shapes.FUNCTION: ("lambda", "GetFunctionConfiguration", ""),
    shapes.ALARM: ("cloudwatch", "DescribeAlarms", "MetricAlarms"),
    shapes.LOG_GROUP: ("logs", "DescribeLogGroups", "logGroups"),
    shapes.ROLE: ("iam", "GetRole", "Role"),
}
READ_OTHERWISE = {
    shapes.STREAM: {"OpenShardCount", "EncryptionType", "KeyId", "EnhancedMonitoring", "WarmThroughput"},
    shapes.MAPPING: {"State", "FilterCriteria", "FilterCriteriaError", "StartingPositionTimestamp"},
    shapes.FUNCTION: {"VpcConfig"},
}
"""What functions of the tables read."""
NO_SETTING = {
    shapes.STREAM: {
        "StreamARN", "StreamId", "StreamStatus", "StreamCreationTimestamp", "ConsumerCount", "ChannelCount",
        "QueueCount",
    },
    shapes.MAPPING: {
        "UUID", "EventSourceMappingArn", "LastModified", "LastProcessingResult", "StateTransitionReason",
    },
    shapes.FUNCTION: {
        "FunctionArn", "CodeSize", "CodeSha256", "LastModified", "Version", "RevisionId", "State", "StateReason",
        "StateReasonCode", "LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode", "MasterArn",
        "SigningProfileVersionArn", "SigningJobArn", "RuntimeVersionConfig", "ImageConfigResponse", "ConfigSha256",
        "RuntimeConfig", "AcceleratorConfig",
        # settings that no rule is about; the environment may hold secrets
        "Environment", "Description", "DeadLetterConfig", "TracingConfig", "Layers", "FileSystemConfigs",
        "EphemeralStorage", "SnapStart", "LoggingConfig", "CapacityProviderConfig", "DurableConfig", "TenancyConfig",
    },
    shapes.ALARM: {
        "AlarmArn", "AlarmConfigurationUpdatedTimestamp", "StateValue", "StateReason", "StateReasonData",
        "StateUpdatedTimestamp", "EvaluationState", "StateTransitionedTimestamp",
    },
    shapes.LOG_GROUP: {
        "creationTime", "metricFilterCount", "arn", "storedBytes", "dataProtectionStatus", "inheritedProperties",
        "logGroupArn", "deletionProtectionEnabled", "bearerTokenAuthenticationEnabled", "retentionPolicyName",
    },
    shapes.ROLE: {
        "Arn", "Path", "RoleId", "CreateDate", "Description", "MaxSessionDuration", "PermissionsBoundary", "Tags",
        "RoleLastUsed", "SourceRoleTemplate",
    },
}  # fmt: skip


def members(type: str) -> dict[str, Any]:
    service, operation, key = MEMBERS[type]
    shape = SESSION.get_service_model(service).operation_model(operation).output_shape
    shape = shape.members[key] if key else shape
    found: dict[str, Any] = (shape.member if shape.type_name == "list" else shape).members
    return found


def schema(type: str) -> dict[str, Any]:
    found: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type).schema
    return found


@pytest.mark.parametrize("type", MEMBERS)
def test_every_member_of_an_answer_is_read_or_left_out_by_name(type: str) -> None:
    read = {source for source in TABLES[type].values() if isinstance(source, str)} | READ_OTHERWISE.get(type, set())
    assert read | NO_SETTING[type] >= set(members(type)), set(members(type)) - read - NO_SETTING[type]
    assert set(members(type)) >= read, read - set(members(type))
    assert not read & NO_SETTING[type]


@pytest.mark.parametrize("type", TABLES)
def test_every_property_is_one_of_cloudformation(type: str) -> None:
    assert set(schema(type)["properties"]) >= set(TABLES[type])


def unmatched(shape: Any, part: dict[str, Any], root: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    """The members of a shape that a schema has no property for."""
    while "$ref" in part:
        part = root["definitions"][part["$ref"].split("/")[-1]]
    if shape.type_name == "list":
        yield from unmatched(shape.member, part.get("items", {}), root, names)
    elif shape.type_name == "structure":
        for member, inner in shape.members.items():
            name = names.get(member, member)
            if name in part.get("properties", {}):
                yield from unmatched(inner, part["properties"][name], root, names)
            elif member not in delivery_shapes.DROPPED:
                yield member


@pytest.mark.parametrize("shape", ["DestinationDescription", "SourceDescription"])
def test_every_member_of_a_delivery_stream_has_a_property_or_is_dropped(shape: str) -> None:
    root = schema(DELIVERY_STREAM)
    for member, inner in SESSION.get_service_model("firehose").shape_for(shape).members.items():
        if member == "DestinationId":
            continue
        name = member.replace("Description", "Configuration")
        names = delivery_shapes.RENAMED_IN_ICEBERG if name == delivery_shapes.ICEBERG else delivery_shapes.RENAMED
        assert list(unmatched(inner, root["properties"][name], root, names)) == [], member


def test_an_on_demand_stream_has_no_shard_count() -> None:
    answer = {"StreamName": "a", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "OpenShardCount": 4}
    assert properties(shapes.STREAM, answer) == {"Name": "a", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}}


def test_a_mapping_without_a_failure_destination_has_none() -> None:
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    answer = {"DestinationConfig": {"OnFailure": {}}, "State": "Disabling", "StartingPositionTimestamp": began}
    assert properties(shapes.MAPPING, answer) == {"Enabled": False, "StartingPositionTimestamp": began.timestamp()}


def test_filters_that_are_encrypted_are_not_known() -> None:
    answer = {"FilterCriteriaError": {"ErrorCode": "KMSKeyAccessDenied"}, "State": "Enabled"}
    assert properties(shapes.MAPPING, answer)["FilterCriteria"] == NOT_TOLD


def test_secrets_of_a_destination_are_neither_shown_nor_missed() -> None:
    def splunk(**others: Any) -> dict[str, Any]:
        block = {"HECEndpoint": "https://splunk.example.com", **others}
        return delivery_properties(
            {"DeliveryStreamName": "a", "Destinations": [{"DestinationId": "1", "SplunkDestinationDescription": block}]}
        )["SplunkDestinationConfiguration"]

    assert splunk(HECToken="classified")["HECToken"] == NOT_TOLD
    assert "HECToken" not in splunk(SecretsManagerConfiguration={"Enabled": True, "SecretARN": "arn"})


def test_an_extended_destination_is_not_described_twice_and_keeps_its_empty_serializer() -> None:
    extended = {
        "BucketARN": "arn:aws:s3:::lake",
        "S3BackupDescription": {"BucketARN": "arn:aws:s3:::backup", "Prefix": ""},
        "DataFormatConversionConfiguration": {"OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}}},
    }
    found = delivery_properties(
        {
            "DeliveryStreamName": "a",
            "DeliveryStreamEncryptionConfiguration": {"Status": "ENABLED", "KeyType": "AWS_OWNED_CMK"},
            "Destinations": [{"S3DestinationDescription": {}, "ExtendedS3DestinationDescription": extended}],
        }
    )
    assert found == {
        "DeliveryStreamName": "a",
        "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMK"},
        "ExtendedS3DestinationConfiguration": {
            "BucketARN": "arn:aws:s3:::lake",
            "S3BackupConfiguration": {"BucketARN": "arn:aws:s3:::backup"},
            "DataFormatConversionConfiguration": {"OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}}},
        },
    }
