"""The compression of objects that are converted."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, conversion_of
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        CompressionFormat: {format}
        DataFormatConversionConfiguration: {{Enabled: true}}
"""


@rule(
    id="KDF150",
    name="conversion-excludes-compression",
    title="objects of converted records are not compressed as a whole",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: Parquet and ORC compress inside",
    fix="leave CompressionFormat out, and set the serializer's Compression",
    source=limit("firehose-compression-conversion").read,
    bad=EXAMPLE.format(format="GZIP"),
    good=EXAMPLE.format(format="UNCOMPRESSED"),
)
def conversion_excludes_compression(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    compression = stream[f"{EXTENDED_S3}.CompressionFormat"]
    if compression.exists and conversion_of(stream) is not None and compression.text != "UNCOMPRESSED":
        yield Violation(
            compression,
            message=f"records are converted, and the objects are compressed with {compression.text}",
            allowed="UNCOMPRESSED, or no CompressionFormat",
        )
