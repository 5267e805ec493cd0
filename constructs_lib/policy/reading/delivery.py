"""Read a delivery stream: its source, destinations, S3 blocks and processors."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.graph import ResourceView, Value, once
from constructs_lib.limits import limit

DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream"
EXTENDED_S3 = "ExtendedS3DestinationConfiguration"
PLAIN_S3 = "S3DestinationConfiguration"
REDSHIFT = "RedshiftDestinationConfiguration"
OPENSEARCH = "AmazonopensearchserviceDestinationConfiguration"
OPENSEARCH_SERVERLESS = "AmazonOpenSearchServerlessDestinationConfiguration"
ELASTICSEARCH = "ElasticsearchDestinationConfiguration"
SPLUNK = "SplunkDestinationConfiguration"
HTTP = "HttpEndpointDestinationConfiguration"
SNOWFLAKE = "SnowflakeDestinationConfiguration"
ICEBERG = "IcebergDestinationConfiguration"
S3 = (EXTENDED_S3, PLAIN_S3)
CONVERSION = "DataFormatConversionConfiguration"
STREAM_TYPE = limit("firehose-type-enum")


def stream_type(stream: ResourceView) -> str:
    """What feeds a delivery stream, such as `DirectPut`; the service's default where nothing is written."""
    return stream["DeliveryStreamType"].text or str(STREAM_TYPE.default)


@once
def destinations(stream: ResourceView) -> Sequence[Value]:
    """The destination blocks of a delivery stream."""
    names = [name for name in stream.resource.properties if name.endswith("DestinationConfiguration")]
    return [stream[name] for name in names if stream[name].exists]


def kind(destination: Value) -> str:
    """The name of a destination block."""
    return str(destination.path[0])


@once
def s3_blocks(stream: ResourceView) -> Sequence[Value]:
    """Every block that says how objects are written to a bucket: as destination, on the way to one, or as backup."""
    blocks: list[Value] = []
    for destination in destinations(stream):
        if kind(destination) in S3:
            blocks.append(destination)
        inner = (destination["S3Configuration"], destination["S3BackupConfiguration"])
        blocks += [block for block in inner if block.exists]
    return blocks


def partitioned(stream: ResourceView) -> bool:
    """Tell whether a delivery stream partitions dynamically."""
    return stream[f"{EXTENDED_S3}.DynamicPartitioningConfiguration.Enabled"].flag is True


def conversion_of(stream: ResourceView) -> Value | None:
    """The record format conversion of a delivery stream; `None` when there is none or when it is switched off."""
    conversion = stream[f"{EXTENDED_S3}.{CONVERSION}"]
    if conversion.absent or conversion["Enabled"].flag is False:
        return None
    return conversion


def processes(destination: Value) -> bool:
    """Tell whether data processing is switched on; without `Enabled` it is not."""
    return destination["ProcessingConfiguration.Enabled"].flag is True


def processors(destination: Value, type: str) -> list[Value]:
    """The processors of a type, in order; none when processing is switched off in so many words."""
    configuration = destination["ProcessingConfiguration"]
    if configuration.absent or configuration["Enabled"].flag is False:
        return []
    return list(configuration.each(f"Processors[Type={type}]"))


def parameter(processor: Value, name: str) -> Value | None:
    """The value of a processor's parameter; `None` when it is not set."""
    return next(iter(processor.each(f"Parameters[ParameterName={name}].ParameterValue")), None)


def secret_of(destination: Value) -> Value | None:
    """The Secrets Manager block of a destination that is switched on; `None` without one."""
    block = destination["SecretsManagerConfiguration"]
    return block if block.exists and block["Enabled"].flag is True else None
