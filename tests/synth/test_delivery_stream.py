from __future__ import annotations

import pytest
from aws_cdk import Duration, Size, TimeZone
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Match, Template

from constructs_lib.cdk import (
    Buffering,
    Compression,
    DataStream,
    DeliveryStream,
    DirectPut,
    FailureBucket,
    KinesisSource,
    LambdaTransform,
    PartitionBy,
    S3Destination,
    SourceBackup,
)
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import (
    DELIVERY_STREAM,
    comparable,
    function,
    only,
    pipeline,
    processor_parameters,
    resources,
    s3_configuration,
)


def test_the_smallest_delivery_stream_takes_puts_encrypted_and_writes_gzip(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination())
    properties = only(stack, DELIVERY_STREAM)
    configuration = properties["ExtendedS3DestinationConfiguration"]
    assert comparable(properties) == comparable(delivery.definition.properties)
    assert properties["DeliveryStreamType"] == "DirectPut"
    assert properties["DeliveryStreamEncryptionConfigurationInput"] == {"KeyType": "AWS_OWNED_CMK"}
    assert configuration["BufferingHints"] == {"SizeInMBs": 128, "IntervalInSeconds": 300}
    assert configuration["CompressionFormat"] == "GZIP"
    assert configuration["ErrorOutputPrefix"] == "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"
    assert configuration["CloudWatchLoggingOptions"]["Enabled"] is True
    assert "Prefix" not in configuration


def test_what_was_checked_of_a_whole_pipeline_is_what_is_emitted(stack):
    delivery = pipeline(stack)
    assert comparable(only(stack, DELIVERY_STREAM)) == comparable(delivery.definition.properties)


def test_every_argument_of_the_destination_reaches_its_property(stack):
    DeliveryStream(
        stack,
        "Delivery",
        delivery_stream_name="to-lake",
        source=DirectPut(key=kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/abc")),
        destination=S3Destination(
            prefix="!{partitionKeyFromQuery:carrier}/!{partitionKeyFromQuery:late}/",
            error_prefix="failed/!{firehose:error-output-type}/",
            buffering=Buffering(size=Size.mebibytes(64), interval=Duration.minutes(1)),
            compression=Compression.SNAPPY,
            time_zone=TimeZone.AMERICA_NEW_YORK,
            file_extension=".json.snappy",
            partition_by=PartitionBy.jq({"carrier": ".carrier", "late": ".delay > 0"}),
        ),
    )
    properties = only(stack, DELIVERY_STREAM)
    configuration = properties["ExtendedS3DestinationConfiguration"]
    assert properties["DeliveryStreamName"] == "to-lake"
    assert properties["DeliveryStreamEncryptionConfigurationInput"] == {
        "KeyType": "CUSTOMER_MANAGED_CMK",
        "KeyARN": "arn:aws:kms:eu-west-1:111122223333:key/abc",
    }
    assert configuration["BufferingHints"] == {"SizeInMBs": 64, "IntervalInSeconds": 60}
    assert configuration["CompressionFormat"] == "Snappy"
    assert configuration["CustomTimeZone"] == "America/New_York"
    assert configuration["FileExtension"] == ".json.snappy"
    assert configuration["DynamicPartitioningConfiguration"] == {
        "Enabled": True,
        "RetryOptions": {"DurationInSeconds": 300},
    }
    assert processor_parameters(stack) == {
        "MetadataExtractionQuery": "{carrier:.carrier,late:(.delay > 0)}",
        "JsonParsingEngine": "JQ-1.6",
    }


def test_the_transform_reaches_its_processor_without_rounding(stack):
    DeliveryStream(
        stack,
        "Delivery",
        destination=S3Destination(),
        transform=LambdaTransform(
            function=function(stack),
            buffer_size=Size.kibibytes(512),
            buffer_interval=Duration.seconds(0),
            retries=0,
        ),
    )
    parameters = processor_parameters(stack)
    assert parameters["BufferSizeInMBs"] == "0.5"
    assert parameters["BufferIntervalInSeconds"] == "0"
    assert parameters["NumberOfRetries"] == "0"


def test_the_prefix_names_the_partition_keys_unless_given(stack):
    DeliveryStream(
        stack,
        "Delivery",
        transform=LambdaTransform(function=function(stack)),
        destination=S3Destination(partition_by=PartitionBy(queries={"carrier": ".carrier"}, transform_keys=("day",))),
    )
    expected = "carrier=!{partitionKeyFromQuery:carrier}/day=!{partitionKeyFromLambda:day}/"
    assert s3_configuration(stack)["Prefix"] == expected


def test_errors_are_copied_to_the_failure_bucket_and_expire_at_the_source(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination())
    found = resources(stack)
    data = found[stack.get_logical_id(delivery.bucket.node.default_child)]["Properties"]
    (rule,) = data["ReplicationConfiguration"]["Rules"]
    failures = stack.get_logical_id(delivery.failures.node.default_child)
    assert rule["Filter"] == {"Prefix": "errors/"}
    assert rule["Status"] == "Enabled"
    assert rule["Destination"]["Bucket"] == {"Fn::GetAtt": [failures, "Arn"]}
    assert rule["SourceSelectionCriteria"] == {"SseKmsEncryptedObjects": {"Status": "Enabled"}}
    assert {"ExpirationInDays": 7, "Prefix": "errors/"}.items() <= data["LifecycleConfiguration"]["Rules"][1].items()
    assert data["VersioningConfiguration"] == {"Status": "Enabled"}
    assert found[failures]["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}


def test_one_failure_bucket_serves_several_delivery_streams(stack):
    failures = FailureBucket(stack, "Failures", retention=Duration.days(365))
    for name in ("One", "Two"):
        delivery = DeliveryStream(stack, name, destination=S3Destination(failures=failures))
        assert delivery.failures is failures
    Template.from_stack(stack).resource_count_is("AWS::S3::Bucket", 3)


def test_every_bucket_is_private_encrypted_and_over_tls_only(stack):
    pipeline(stack)
    found = resources(stack)
    buckets = [resource["Properties"] for resource in found.values() if resource["Type"] == "AWS::S3::Bucket"]
    policies = [resource for resource in found.values() if resource["Type"] == "AWS::S3::BucketPolicy"]
    assert len(buckets) == len(policies) == 3
    for bucket in buckets:
        (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
        assert encryption["BucketKeyEnabled"] is True
        assert all(bucket["PublicAccessBlockConfiguration"].values())
    for policy in policies:
        (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_given_bucket_keeps_its_errors_and_the_construct_says_so(stack):
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "lake")
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination(bucket=bucket))
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::S3::Bucket", 0)
    template.resource_count_is("AWS::KMS::Key", 0)
    assert delivery.failures is bucket
    (said,) = [entry for entry in delivery.node.metadata if entry.type == "aws:cdk:info"]
    assert str(said.data).startswith("failed records stay in the given bucket, under errors/")


def test_a_failure_bucket_for_a_given_bucket_is_refused(stack):
    destination = S3Destination(
        bucket=s3.Bucket.from_bucket_name(stack, "Bucket", "lake"), failures=FailureBucket(stack, "Failures")
    )
    with pytest.raises(ValueError, match="failures needs a bucket that is defined here"):
        DeliveryStream(stack, "Delivery", destination=destination)


@pytest.mark.parametrize(
    ("prefix", "error_prefix", "message"),
    [
        (None, "!{firehose:error-output-type}/", "must begin with fixed text"),
        ("errors/data/", None, "lies under error_prefix"),
    ],
)
def test_prefixes_that_would_mix_errors_with_data_are_refused(stack, prefix, error_prefix, message):
    with pytest.raises(ValueError, match=message):
        DeliveryStream(stack, "Delivery", destination=S3Destination(prefix=prefix, error_prefix=error_prefix))


def test_source_records_can_be_kept(stack):
    backup = SourceBackup(prefix="raw/", compression=Compression.NONE)
    DeliveryStream(stack, "Delivery", destination=S3Destination(source_backup=backup))
    configuration = s3_configuration(stack)
    assert configuration["S3BackupMode"] == "Enabled"
    assert configuration["S3BackupConfiguration"]["Prefix"] == "raw/"
    assert configuration["S3BackupConfiguration"]["CompressionFormat"] == "UNCOMPRESSED"


def test_imported_stream_function_bucket_and_key_work(stack):
    stream = kinesis.Stream.from_stream_arn(stack, "Stream", "arn:aws:kinesis:eu-west-1:111122223333:stream/flights")
    transform = lambda_.Function.from_function_arn(
        stack, "Transform", "arn:aws:lambda:eu-west-1:111122223333:function:transform:live"
    )
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/abc")
    bucket = s3.Bucket.from_bucket_attributes(stack, "Bucket", bucket_name="lake", encryption_key=key)
    DeliveryStream(
        stack,
        "Delivery",
        source=KinesisSource(stream),
        transform=LambdaTransform(function=transform),
        destination=S3Destination(bucket=bucket, source_backup=SourceBackup(bucket=bucket)),
    )
    configuration = s3_configuration(stack)
    encryption = {"KMSEncryptionConfig": {"AWSKMSKeyARN": "arn:aws:kms:eu-west-1:111122223333:key/abc"}}
    assert configuration["EncryptionConfiguration"] == encryption
    assert processor_parameters(stack)["LambdaArn"].endswith(":transform:live")


def test_it_waits_for_its_permissions_and_its_log_streams(stack):
    pipeline(stack)
    (delivery,) = [resource for resource in resources(stack).values() if resource["Type"] == DELIVERY_STREAM]
    kinds = {resources(stack)[name]["Type"] for name in delivery["DependsOn"]}
    assert kinds == {"AWS::IAM::Policy", "AWS::Logs::LogStream"}
    assert len(delivery["DependsOn"]) == 4


def test_its_role_works_for_this_account_only(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination())
    role = resources(stack)[stack.get_logical_id(delivery.role.node.default_child)]["Properties"]
    statements = role["AssumeRolePolicyDocument"]["Statement"]
    assert {statement["Principal"]["Service"] for statement in statements} == {"firehose.amazonaws.com"}
    assert [statement["Condition"]["StringEquals"] for statement in statements] == [
        {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        {"sts:ExternalId": {"Ref": "AWS::AccountId"}},
    ]


def test_a_prefix_with_brackets_synthesizes(stack):
    DeliveryStream(stack, "Delivery", destination=S3Destination(prefix="flights (2013)]/"))
    assert s3_configuration(stack)["Prefix"] == "flights (2013)]/"


def test_the_customer_key_of_the_source_stream_is_granted(stack):
    key = kms.Key(stack, "Key")
    stream = DataStream(stack, "Stream", key=key)
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "lake")
    DeliveryStream(stack, "Delivery", source=KinesisSource(stream), destination=S3Destination(bucket=bucket))
    statement = {"Action": "kms:Decrypt", "Resource": {"Fn::GetAtt": [Match.string_like_regexp("^Key"), "Arn"]}}
    Template.from_stack(stack).has_resource_properties(
        "AWS::IAM::Policy",
        {"PolicyDocument": {"Statement": Match.array_with([Match.object_like(statement)])}},
    )


def test_the_log_is_kept_for_a_month_unless_told_otherwise(stack):
    DeliveryStream(stack, "One", destination=S3Destination())
    DeliveryStream(stack, "Two", destination=S3Destination(), log_retention=logs.RetentionDays.ONE_YEAR)
    template = Template.from_stack(stack)
    template.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 30})
    template.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 365})


def test_three_mistakes_raise_once_with_three_findings_by_argument(stack):
    with pytest.raises(InvalidProperties) as raised:
        DeliveryStream(
            stack,
            "Delivery",
            transform=LambdaTransform(function=function(stack), retries=301),
            destination=S3Destination(
                buffering=Buffering(size=Size.mebibytes(5), interval=Duration.seconds(30)),
                partition_by=PartitionBy.jq({"carrier": ".carrier"}),
            ),
        )
    assert {finding.argument for finding in raised.value.findings} == {
        "destination.buffering.size",
        "destination.buffering.interval",
        "transform.retries",
    }


def test_a_transform_whose_answers_outgrow_a_response_is_refused(stack):
    transform = LambdaTransform(function=function(stack), buffer_size=Size.mebibytes(3), output_growth=2.0)
    with pytest.raises(InvalidProperties, match="KDF051") as raised:
        DeliveryStream(stack, "Delivery", transform=transform, destination=S3Destination())
    assert {finding.argument for finding in raised.value.findings} == {"transform.buffer_size"}


def test_a_function_that_may_run_longer_than_firehose_waits_is_remarked(stack):
    transform = LambdaTransform(function=function(stack, timeout=900))
    delivery = DeliveryStream(stack, "Delivery", transform=transform, destination=S3Destination())
    (warning,) = [entry for entry in delivery.node.metadata if entry.type == "aws:cdk:warning"]
    assert "KDF050" in str(warning.data)
