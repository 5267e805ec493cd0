from __future__ import annotations

import pytest
from cases import RuleCase

iam060 = RuleCase("IAM060")
RESOURCES = """
Resources:
  Bucket: {{Type: AWS::S3::Bucket}}
  Orders: {{Type: AWS::Kinesis::Stream}}
  Fan: {{Type: AWS::Kinesis::StreamConsumer, Properties: {{ConsumerName: fan, StreamARN: !GetAtt Orders.Arn}}}}
  Key: {{Type: AWS::KMS::Key}}
  Alias: {{Type: AWS::KMS::Alias, Properties: {{AliasName: alias/a, TargetKeyId: !Ref Key}}}}
  Role: {{Type: AWS::IAM::Role}}
  Work: {{Type: AWS::Lambda::Function}}
  Live: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: !Ref Work, Name: live}}}}
  Stack: {{Type: AWS::CloudFormation::Stack}}
  Subject:
    Type: {type}
    Properties: {properties}
"""
BUCKET = "{{ExtendedS3DestinationConfiguration: {{BucketARN: {}}}}}"
SOURCE = "{{KinesisStreamSourceConfiguration: {{KinesisStreamARN: {}}}}}"
SSE = "{{DeliveryStreamEncryptionConfigurationInput: {{KeyType: CUSTOMER_MANAGED_CMK, KeyARN: {}}}}}"
OBJECTS = (
    "{{ExtendedS3DestinationConfiguration: {{EncryptionConfiguration: {{KMSEncryptionConfig: {{AWSKMSKeyARN: {}}}}}}}}}"
)
ROLE = "{{SplunkDestinationConfiguration: {{S3Configuration: {{RoleARN: {}}}}}}}"
LAMBDA = (
    "{{ExtendedS3DestinationConfiguration: {{ProcessingConfiguration: {{Enabled: true, Processors: [{{Type: Lambda,"
    " Parameters: [{{ParameterName: LambdaArn, ParameterValue: {}}}]}}]}}}}}}"
)


def delivery(properties: str, value: str) -> str:
    return RESOURCES.format(type="AWS::KinesisFirehose::DeliveryStream", properties=properties.format(value))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (BUCKET, "!Ref Bucket"),
        (BUCKET, "!Sub '${Bucket}'"),
        (BUCKET, "!GetAtt Bucket.DomainName"),
        (BUCKET, "!Sub '${Bucket.Arn}/landing'"),
        (BUCKET, "!Sub 'arn:aws:s3:::${Bucket}/*'"),
        (BUCKET, "!Sub ['${Lake}/landing', {Lake: !ImportValue lake}]"),
        (BUCKET, "!Sub 'arn:aws:s3:${AWS::Region}:${AWS::AccountId}:${Bucket}'"),
        (BUCKET, "!GetAtt Orders.Arn"),
        (SOURCE, "!Ref Orders"),
        (SOURCE, "!Ref Fan"),
        (SOURCE, "!GetAtt Fan.ConsumerARN"),
        (SOURCE, "!GetAtt Bucket.Arn"),
        (SSE, "!Ref Key"),
        (SSE, "!Ref Alias"),
        (SSE, "!Sub 'arn:aws:kms:us-east-1:111122223333:alias/${Bucket}'"),
        (OBJECTS, "!Ref Key"),
        (OBJECTS, "!Ref Alias"),
        (ROLE, "!Ref Role"),
        (ROLE, "!GetAtt Role.RoleId"),
        (LAMBDA, "!Ref Work"),
        (LAMBDA, "!GetAtt Role.Arn"),
    ],
)
def test_names_ids_and_arns_of_something_else_are_refused(place: str, value: str) -> None:
    assert iam060.finds(delivery(place, value)).severity.value == "error"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (BUCKET, "!GetAtt Bucket.Arn"),
        (BUCKET, "!Sub '${Bucket.Arn}'"),
        (BUCKET, "!Sub 'arn:${AWS::Partition}:s3:::${Bucket}'"),
        (BUCKET, "!Join ['', ['arn:aws:s3:::', !Ref Bucket]]"),
        (BUCKET, "!GetAtt Stack.Outputs.Bucket"),
        (BUCKET, "!ImportValue bucket"),
        (SOURCE, "!GetAtt Orders.Arn"),
        (SOURCE, "!GetAtt Fan.StreamARN"),
        (SSE, "!GetAtt Key.Arn"),
        (SSE, "!Sub 'arn:aws:kms:us-east-1:111122223333:key/${Key}'"),
        (OBJECTS, "!Sub 'arn:aws:kms:us-east-1:111122223333:${Alias}'"),
        (ROLE, "!GetAtt Role.Arn"),
        (ROLE, "!Sub 'arn:aws:iam::${AWS::AccountId}:role/${Role}'"),
        (LAMBDA, "!GetAtt Work.Arn"),
        (LAMBDA, "!Sub '${Work.Arn}:$LATEST'"),
        (LAMBDA, "!Ref Live"),
    ],
)
def test_the_arn_in_any_form_passes(place: str, value: str) -> None:
    iam060.passes(delivery(place, value))


@pytest.mark.parametrize(
    ("type", "properties"),
    [
        ("AWS::Lambda::EventSourceMapping", "{EventSourceArn: !Ref Orders}"),
        ("AWS::Kinesis::StreamConsumer", "{StreamARN: !Ref Orders}"),
        ("AWS::Lambda::Function", "{Role: !Ref Role}"),
        ("AWS::Events::Rule", "{Targets: [{Id: a, Arn: !Ref Orders, RoleArn: !GetAtt Role.Arn}]}"),
        ("AWS::DynamoDB::Table", "{KinesisStreamSpecification: {StreamArn: !Ref Orders}}"),
    ],
)
def test_other_resources_want_arns_too(type: str, properties: str) -> None:
    iam060.finds(RESOURCES.format(type=type, properties=properties))


def test_a_mapping_takes_a_stream_consumer_and_a_function_by_name() -> None:
    properties = "{EventSourceArn: !Ref Fan, FunctionName: !Ref Work}"
    iam060.passes(RESOURCES.format(type="AWS::Lambda::EventSourceMapping", properties=properties))


def test_a_source_that_is_not_known_is_undecided() -> None:
    text = RESOURCES.format(type="AWS::Lambda::EventSourceMapping", properties="{EventSourceArn: !ImportValue source}")
    iam060.undecided(text)


def test_settings_that_are_not_known_do_not_hide_a_name() -> None:
    properties = "{DeliveryStreamName: !ImportValue name, ExtendedS3DestinationConfiguration: {BucketARN: !Ref Bucket}}"
    iam060.finds(RESOURCES.format(type="AWS::KinesisFirehose::DeliveryStream", properties=properties))


def test_logs_of_a_firewall_want_the_arn_of_the_delivery_stream() -> None:
    firewall = """
    Resources:
      Delivery: {Type: AWS::KinesisFirehose::DeliveryStream}
      Logging:
        Type: AWS::WAFv2::LoggingConfiguration
        Properties: {LogDestinationConfigs: [%s]}
    """
    RuleCase("IAM060").finds(firewall % "!Ref Delivery")
    RuleCase("IAM060").passes(firewall % "!GetAtt Delivery.Arn")


def test_a_pipe_reads_a_stream_by_arn() -> None:
    pipe = "{Source: %s, Target: !GetAtt Orders.Arn, RoleArn: !GetAtt Role.Arn}"
    iam060.finds(RESOURCES.format(type="AWS::Pipes::Pipe", properties=pipe % "!Ref Orders"))
    iam060.passes(RESOURCES.format(type="AWS::Pipes::Pipe", properties=pipe % "!GetAtt Orders.Arn"))
    iam060.passes(RESOURCES.format(type="AWS::Pipes::Pipe", properties=pipe % "!ImportValue source"))
