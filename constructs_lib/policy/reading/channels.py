"""Read channels: their streams and destinations."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.reading.event_sources import known_stream

CHANNEL = "AWS::Kinesis::Channel"
STREAMS = "StreamConfigurationList"
TO_S3 = "S3DestinationConfiguration"
TO_TABLES = "S3TablesDestinationConfiguration"
DESTINATIONS = (TO_S3, TO_TABLES)


def sources_of(channel: ResourceView) -> Iterator[tuple[Value, ResourceView]]:
    """The streams of this app that a channel reads, with the ARN by which it names them."""
    for arn in channel.each(f"{STREAMS}[].StreamARN"):
        stream = known_stream(arn)
        if stream is not None:
            yield arn, stream
