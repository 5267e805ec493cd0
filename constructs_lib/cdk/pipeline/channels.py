"""From the channels of a pipeline spec to constructs."""

from __future__ import annotations

from constructs import Construct

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
from constructs_lib.cdk.pipeline.destinations.place import duration
from constructs_lib.cdk.pipeline.surroundings import Surroundings, key_of
from constructs_lib.spec import Settings
from constructs_lib.spec.units import SHORT


def define_channel(scope: Construct, name: str, given: Settings, around: Surroundings) -> Channel:
    """Define a channel of a spec."""
    destination = (
        to_table(scope, name, given.below("table"), around)
        if given.has("table")
        else to_bucket(scope, name, given.below("s3"), around)
    )
    return Channel(
        scope,
        name,
        stream=around.stream(scope, f"{name}Stream", given.get("stream")),
        destination=destination,
        record_format=RecordFormat(given.get("recordFormat", "JSON")),
        freshness=duration(given, "freshness", SHORT),
        key=key_of(scope, f"{name}Key", given.get("key")),
        channel_name=given.get("channelName"),
    )


def to_bucket(scope: Construct, name: str, given: Settings, around: Surroundings) -> ChannelBucket:
    """Deliver to a bucket."""
    storage = given.get("storageClass")
    return ChannelBucket(
        bucket=around.bucket(scope, f"{name}Bucket", given.get("bucket")),
        key_template=given.get("keyTemplate"),
        compression=ObjectCompression(given.get("compression", "GZIP")),
        storage_class=StorageClass(storage) if storage else None,
        failures=around.bucket(scope, f"{name}FailureBucket", given.get("failures")),
    )


def to_table(scope: Construct, name: str, given: Settings, around: Surroundings) -> ChannelTable:
    """Deliver to a table."""
    schema = given.below("schema")
    return ChannelTable(
        table_bucket_arn=given.get("tableBucket"),
        namespace=given.get("namespace"),
        table=given.get("name"),
        schema=GlueSchema(arn=schema.get("arn"), registry_arn=schema.get("registryArn")),
        compression=TableCompression(given.get("compression", "ZSTD")),
        partition_by=given.get("partitionBy"),
        failures=around.bucket(scope, f"{name}FailureBucket", given.get("failures")),
        table_key=key_of(scope, f"{name}TableKey", given.get("tableKey")),
    )
