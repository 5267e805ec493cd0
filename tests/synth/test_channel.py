from __future__ import annotations

import json

import pytest
from aws_cdk import CfnParameter, Duration
from aws_cdk import aws_glue as glue
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Annotations, Match, Template
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from constructs_lib.cdk import DataStream, FailureBucket, Provisioned
from constructs_lib.cdk.channels import (
    Channel,
    ChannelBucket,
    ChannelTable,
    GlueSchema,
    ObjectCompression,
    RecordFormat,
    StorageClass,
    TableCompression,
)
from constructs_lib.policy import InvalidProperties, check
from tests.synth.parts import comparable, only, resources, statements
from tests.synth.request_model import problems_of_request

TYPE = "AWS::Kinesis::Channel"
TABLES = "arn:aws:s3tables:us-east-1:111122223333:bucket/lake"
REGION = "us-east-1"  # cfn-lint knows which services a region has


def stream_with_key(stack, **options):
    return DataStream(stack, "Stream", key=kms.Key(stack, "Key", enable_key_rotation=True), **options)


def channel(stack, destination=None, **options):
    return Channel(
        stack, "ToLake", stream=stream_with_key(stack), destination=destination or ChannelBucket(), **options
    )


def table(stack, **options):
    schema = GlueSchema.named(stack, registry="air", name="flights")
    return ChannelTable(table_bucket_arn=TABLES, namespace="air", table="flights", schema=schema, **options)


def to_bucket(stack):
    return channel(stack)


def to_table(stack):
    return channel(stack, table(stack))


def everything(stack):
    """Both destinations with every setting."""
    stream = stream_with_key(stack)
    Channel(
        stack,
        "ToLake",
        stream=stream,
        destination=ChannelBucket(
            bucket=s3.Bucket.from_bucket_attributes(stack, "Lake", bucket_name="lake", account="222233334444"),
            key_template="flights/!{yyyy}/!{MM}/!{dd}/!{extension}",
            compression=ObjectCompression.ZSTD,
            storage_class=StorageClass.INTELLIGENT_TIERING,
            failures=FailureBucket(stack, "Failed"),
        ),
        record_format=RecordFormat.BYTE_ARRAY,
        freshness=Duration.minutes(15),
        key=kms.Key(stack, "DataKey", enable_key_rotation=True),
        channel_name="flights",
        log_retention=logs.RetentionDays.ONE_WEEK,
    )
    Channel(
        stack,
        "ToTable",
        stream=stream,
        destination=table(
            stack,
            compression=TableCompression.SNAPPY,
            partition_by="departed",
            table_key=kms.Key(stack, "TableKey", enable_key_rotation=True),
        ),
        record_format=RecordFormat.GSR_JSON,
    )


def test_records_go_compressed_to_a_bucket_of_their_own_and_failures_to_another(stack):
    built = channel(stack)
    found = only(stack, TYPE)
    storage = found["S3DestinationConfiguration"]["StorageConfiguration"]
    failures = found["S3DestinationConfiguration"]["DeadLetterQueueS3Configuration"]
    assert storage["CompressionType"] == "GZIP"
    assert storage["BucketARN"] != failures["BucketARN"]
    assert failures["ErrorOutputPrefix"] == "errors/"
    assert storage["ExpectedBucketOwner"] == {"Ref": "AWS::AccountId"}
    assert comparable(found) == comparable(built.definition.properties)
    Template.from_stack(stack).resource_count_is("AWS::S3::Bucket", 2)


def test_what_is_given_reaches_its_property(stack):
    everything(stack)
    found = {
        each["Properties"]["ChannelName"]: each["Properties"]
        for each in resources(stack).values()
        if each["Type"] == TYPE
    }
    given = found.pop("flights")
    assert given["S3DestinationConfiguration"]["DataFreshnessInSeconds"] == 900
    storage = given["S3DestinationConfiguration"]["StorageConfiguration"]
    assert (storage["CompressionType"], storage["StorageClass"]) == ("ZSTD", "INTELLIGENT_TIERING")
    assert storage["ExpectedBucketOwner"] == "222233334444"
    assert given["EncryptionConfiguration"]["EncryptionType"] == "KMS"
    assert given["StreamConfigurationList"][0]["RecordConfiguration"] == {"RecordFormatType": "BYTE_ARRAY"}
    (other,) = found.values()
    (configuration,) = other["S3TablesDestinationConfiguration"]["S3TablesConfigurationList"]
    assert configuration["PartitionSpec"] == {"PartitionFields": [{"Transform": "TIME_HOUR", "SourceName": "departed"}]}


def test_kinesis_takes_both_requests(stack):
    everything(stack)
    found = [each["Properties"] for each in resources(stack).values() if each["Type"] == TYPE]
    assert [problems_of_request("kinesis", "CreateChannel", each) for each in found] == [[], []]


def test_the_role_trusts_channels_of_this_account_alone(stack):
    channel(stack)
    (statement,) = only(stack, "AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "kinesis.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert statement["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1] == ":channel/*"


def test_the_channel_waits_for_its_permissions(stack):
    channel(stack)
    (found,) = [each for each in resources(stack).values() if each["Type"] == TYPE]
    assert len(found["DependsOn"]) == 1
    assert found["DependsOn"][0].startswith("ToLakeRoleDefaultPolicy")


def test_a_fixed_beginning_of_keys_bounds_what_may_be_written(stack):
    channel(stack, ChannelBucket(key_template="flights/!{yyyy}/!{extension}"))
    written = [resource for actions, resource in statements(stack, "ToLakeRole") if "s3:PutObject" in actions]
    assert sorted(each["Fn::Join"][1][-1] for each in written) == ["/errors/*", "/flights/*"]


def test_a_table_is_written_through_its_bucket_and_schema_alone(stack):
    to_table(stack)
    allowed = statements(stack, "ToLakeRole")
    (tables,) = [resource for actions, resource in allowed if "s3tables:CreateTable" in actions]
    assert tables == [TABLES, f"{TABLES}/table/*"]
    (schema,) = [resource for actions, resource in allowed if actions == ["glue:GetSchemaVersion"]]
    assert [each["Fn::Join"][1][-1] for each in schema] == [":registry/air", ":schema/air/flights"]
    assert "s3tables:PutTableEncryption" not in {action for actions, _ in allowed for action in actions}


def test_a_schema_of_this_app_is_named(stack):
    registry = glue.CfnRegistry(stack, "Registry", name="air")
    schema = glue.CfnSchema(stack, "Schema", name="flights", data_format="JSON", compatibility="BACKWARD")
    named = ChannelTable(
        table_bucket_arn=TABLES, namespace="air", table="flights", schema=GlueSchema.of(schema, registry)
    )
    channel(stack, named)
    record = only(stack, TYPE)["StreamConfigurationList"][0]["RecordConfiguration"]
    assert record == {"RecordFormatType": "JSON", "GSRSchemaARN": {"Fn::GetAtt": ["Schema", "Arn"]}}


def test_metrics_name_the_channel_and_its_stream(stack):
    metric = channel(stack).metric("DeliveryToS3.DataFreshness", statistic="Maximum")
    assert set(metric.dimensions) == {"ChannelId", "ChannelName", "StreamName"}


def test_an_imported_stream_is_delivered(stack):
    stream = kinesis.Stream.from_stream_arn(stack, "Stream", "arn:aws:kinesis:eu-west-1:111122223333:stream/flights")
    Channel(stack, "ToLake", stream=stream, destination=ChannelBucket())
    (configuration,) = only(stack, TYPE)["StreamConfigurationList"]
    assert configuration["StreamARN"].endswith("stream/flights")


def test_a_freshness_that_is_a_parameter_reaches_the_property(stack):
    freshness = Duration.seconds(CfnParameter(stack, "Age", type="Number").value_as_number)
    channel(stack, freshness=freshness)
    assert only(stack, TYPE)["S3DestinationConfiguration"]["DataFreshnessInSeconds"] == {"Ref": "Age"}


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"record_format": RecordFormat.GSR_JSON}, "KDC214"),
        ({"destination": ChannelBucket(key_template="!{timestamp:yyyy}")}, "KDC216"),
        ({"channel_name": "to the lake"}, "channel_name"),
    ],
)
def test_what_kinesis_refuses_is_refused_here(stack, options, rule):
    with pytest.raises(InvalidProperties, match=rule):
        channel(stack, **options)


def test_a_freshness_outside_the_documented_range_is_a_warning(stack):
    channel(stack, freshness=Duration.minutes(1))
    Annotations.from_stack(stack).has_warning("/Pipeline/ToLake", Match.string_like_regexp("freshness="))


def test_a_provisioned_stream_is_refused(stack):
    stream = stream_with_key(stack, mode=Provisioned(shards=1))
    with pytest.raises(InvalidProperties, match="KDC211"):
        Channel(stack, "ToLake", stream=stream, destination=ChannelBucket())


def test_a_stream_under_the_aws_managed_key_is_refused(stack):
    with pytest.raises(InvalidProperties, match="KDC212"):
        Channel(stack, "ToLake", stream=DataStream(stack, "Stream"), destination=ChannelBucket())


def test_a_second_channel_to_a_bucket_is_refused(stack):
    stream = stream_with_key(stack)
    Channel(stack, "ToLake", stream=stream, destination=ChannelBucket())
    Channel(stack, "ToTable", stream=stream, destination=table(stack))
    with pytest.raises(InvalidProperties, match="KDC215"):
        Channel(stack, "Copy", stream=stream, destination=ChannelBucket())


def test_a_release_of_the_cdk_without_channels_is_named(stack, monkeypatch):
    monkeypatch.delattr(kinesis, "CfnChannel")
    with pytest.raises(ValueError, match="update aws-cdk-lib"):
        channel(stack)


def test_a_refused_channel_leaves_nothing_behind(stack):
    stream = DataStream(stack, "Stream")
    with pytest.raises(InvalidProperties):
        Channel(stack, "ToLake", stream=stream, destination=ChannelBucket())
    assert [child.node.id for child in stack.node.children] == ["Stream"]


def test_no_logical_id_has_changed(stack):
    to_bucket(stack)
    assert {name: each["Type"] for name, each in resources(stack).items()} == {
        "Key961B73FD": "AWS::KMS::Key",
        "Stream790BDEE4": "AWS::Kinesis::Stream",
        "ToLakeChannelEE1013C4": "AWS::Kinesis::Channel",
        "ToLakeDataA7B896BB": "AWS::S3::Bucket",
        "ToLakeDataKey3100A918": "AWS::KMS::Key",
        "ToLakeDataPolicyCD2DA64B": "AWS::S3::BucketPolicy",
        "ToLakeFailures9AAEFEC1": "AWS::S3::Bucket",
        "ToLakeFailuresKeyBAB75794": "AWS::KMS::Key",
        "ToLakeFailuresPolicy247D87AB": "AWS::S3::BucketPolicy",
        "ToLakeLog47A6A3F5": "AWS::Logs::LogGroup",
        "ToLakeRole59B63258": "AWS::IAM::Role",
        "ToLakeRoleDefaultPolicy1C096D81": "AWS::IAM::Policy",
    }


def test_other_packs_find_nothing(app, stack):
    everything(stack)
    template = {"Resources": resources(stack)}
    found = [
        each
        for each in lint(json.dumps(template), config=ManualArgs(regions=[REGION]))
        if each.rule.severity != "informational"
    ]
    assert [str(each) for each in found] == []
    assert [each for each in check(template).findings if each.severity != "info"] == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []
