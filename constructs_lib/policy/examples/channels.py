"""The template that examples of channels share."""

from __future__ import annotations

BUCKET = "{BucketARN: 'arn:aws:s3:::lake', ExpectedBucketOwner: '111122223333', CompressionType: GZIP}"
DEAD_LETTERS = "DeadLetterQueueS3Configuration: {BucketARN: 'arn:aws:s3:::dead', ExpectedBucketOwner: '111122223333'}"
TABLE = """S3TablesConfigurationList:
          - TableBucketARN: arn:aws:s3tables:us-east-1:111122223333:bucket/lake
            Namespace: sales
            TableName: orders
            CompressionType: ZSTD"""
TO_S3 = f"S3DestinationConfiguration: {{StorageConfiguration: {BUCKET}}}"
TO_TABLES = f"""S3TablesDestinationConfiguration:
        {DEAD_LETTERS}
        {TABLE}"""
SCHEMA = "arn:aws:glue:us-east-1:111122223333:schema/sales/orders"
ON_DEMAND = "{StreamModeDetails: {StreamMode: ON_DEMAND}}"


def example(
    *destinations: str, stream: str = ON_DEMAND, record: str = "{RecordFormatType: JSON}", more: str = ""
) -> str:
    """Write a channel.

    Args:
        destinations: its destination blocks; one to S3 by default.
        stream: the source stream's properties, in flow style.
        record: how records are read, in flow style.
        more: further properties of the channel.
    """
    blocks = "\n      ".join([*(destinations or (TO_S3,)), *filter(None, [more])])
    return f"""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {stream}
  Lake:
    Type: AWS::Kinesis::Channel
    Properties:
      ChannelName: orders
      ServiceExecutionRoleARN: arn:aws:iam::111122223333:role/channel
      StreamConfigurationList:
        - StreamARN: !GetAtt Orders.Arn
          RecordConfiguration: {record}
      {blocks}
"""


def with_template(template: str, *, compression: str = "GZIP") -> str:
    """Write a channel with a key template."""
    storage = BUCKET.replace("GZIP}", f"{compression}, OutputKeyTemplate: '{template}'}}")
    return example(f"S3DestinationConfiguration: {{StorageConfiguration: {storage}}}")
