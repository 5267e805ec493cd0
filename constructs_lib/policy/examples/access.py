"""Pieces that the examples of several rules share."""

from __future__ import annotations

from textwrap import dedent, indent

OBJECTS = "{Effect: Allow, Action: 's3:PutObject', Resource: !Sub '${Bucket.Arn}/*'}"
READ_SOURCE = (
    "{Effect: Allow, Action: ['kinesis:DescribeStream', 'kinesis:GetShardIterator', 'kinesis:GetRecords', "
    "'kinesis:ListShards'], Resource: !GetAtt Source.Arn}"
)


def role(name: str, *statements: str, service: str = "firehose.amazonaws.com") -> str:
    """A role, with inline statements, that a service may assume."""
    head = f"""
      {name}:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: [{{Effect: Allow, Principal: {{Service: {service}}}, Action: 'sts:AssumeRole'}}]
    """
    inline = "Policies:\n  - PolicyName: access\n    PolicyDocument:\n      Statement:\n"
    listed = "".join(f"        - {statement}\n" for statement in statements)
    text = dedent(head).strip("\n")
    return text + ("\n" + indent(inline + listed, "    ") if statements else "")


def template(*resources: str) -> str:
    """A template's `Resources`."""
    return "Resources:\n" + "\n".join(indent(dedent(text).strip("\n"), "  ") for text in resources)


BUCKET = "Bucket: {Type: AWS::S3::Bucket}"
SOURCE = "Source: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    ExtendedS3DestinationConfiguration: {BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}
"""
READING_DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    DeliveryStreamType: KinesisStreamAsSource
    KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Source.Arn, RoleARN: !GetAtt Role.Arn}
    ExtendedS3DestinationConfiguration: {BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}
"""
FUNCTION = """
Watch:
  Type: AWS::Lambda::Function
  Properties: {Runtime: python3.13, Handler: index.handler, Role: !GetAtt Role.Arn, Code: {ZipFile: "pass"}}
"""
MAPPING = """
Mapping:
  Type: AWS::Lambda::EventSourceMapping
  Properties: {EventSourceArn: !GetAtt Source.Arn, FunctionName: !Ref Watch, StartingPosition: LATEST}
"""
READ_MAPPED = (
    "{Effect: Allow, Action: ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetShardIterator', "
    "'kinesis:GetRecords', 'kinesis:ListShards', 'kinesis:ListStreams'], Resource: !GetAtt Source.Arn}"
)
LAMBDA = "lambda.amazonaws.com"
ROLE_GUIDE = "https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (read 2026-11-21)"
LAMBDA_GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (read 2026-11-21)"
KEY = """
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - {Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}
"""
ENCRYPTED_SOURCE = """
Source:
  Type: AWS::Kinesis::Stream
  Properties: {ShardCount: 1, StreamEncryption: {EncryptionType: KMS, KeyId: !GetAtt Key.Arn}}
"""
DECRYPT = "{Effect: Allow, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: !GetAtt Key.Arn}"
