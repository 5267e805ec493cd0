"""Channels: records from an on-demand stream to S3 and to S3 Tables, without a delivery stream."""

from constructs_lib.cdk.channels.bucket import ChannelBucket
from constructs_lib.cdk.channels.channel import Channel
from constructs_lib.cdk.channels.options import (
    GlueSchema,
    ObjectCompression,
    RecordFormat,
    StorageClass,
    TableCompression,
)
from constructs_lib.cdk.channels.table import ChannelTable

__all__ = [
    "Channel", "ChannelBucket", "ChannelTable", "GlueSchema", "ObjectCompression", "RecordFormat", "StorageClass",
    "TableCompression",
]  # fmt: skip
