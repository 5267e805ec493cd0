"""What is watched of a channel."""

from __future__ import annotations

from constructs_lib.cdk.channels import Channel
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.monitoring.settings import AlarmSettings
from constructs_lib.cdk.monitoring.watch import KINESIS, MAXIMUM, SUM, Measure, Watch, Watched
from constructs_lib.cdk.tokens import seconds
from constructs_lib.graph import Definition, Reference
from constructs_lib.limits import Limit, limit

KINDS = {
    "S3DestinationConfiguration": ("DeliveryToS3", "Record", limit("kinesis-channel-data-freshness")),
    "S3TablesDestinationConfiguration": (
        "DeliveryToIceberg",
        "Row",
        limit("kinesis-channel-tables-data-freshness"),
    ),
}
"""Destination to how the names of its metrics begin, to what they count, and to how old records become at most."""


def watch_channel(channel: Channel, settings: AlarmSettings) -> Watched:
    """Say what is watched of a channel.

    Source: Kinesis Data Streams Developer Guide, "Monitoring data delivery", 2026.
    """
    name = channel.node.id
    (kind,) = KINDS.keys() & channel.definition.properties.keys()
    beginning, counted, allowed = KINDS[kind]

    def measure(metric: str, statistic: str) -> Measure:
        return Measure(
            namespace=KINESIS,
            name=f"{beginning}.{metric}",
            dimensions={
                "ChannelId": channel.channel.attr_channel_id,
                "ChannelName": channel.channel_name,
                "StreamName": channel.stream.stream_name,
            },
            statistic=statistic,
        )

    age, failed = measure("DataFreshness", MAXIMUM), measure(f"Failed{counted}Count", SUM)
    stream = describe(channel.stream)
    return Watched(
        title=f"channel {name}",
        watches=(
            Watch(
                id=f"{name}Freshness",
                measure=age,
                threshold=_freshness(channel.definition, kind, allowed)
                + seconds(settings.freshness_margin, "freshness_margin"),
                why="records are older than the channel collects them: look at its log and the permissions of its role",
            ),
            Watch(
                id=f"{name}Undelivered",
                measure=failed,
                threshold=0,
                heals=False,
                why="records could not be delivered: look into the failure bucket and the log of the channel",
            ),
        ),
        graphs={
            "age of records": (age,),
            "delivered and failed": (measure(f"Successful{counted}Count", SUM), failed),
            "bytes": (measure("BytesIn", SUM), measure("BytesOut", SUM)),
        },
        context=(stream,) if stream else (),
        references={channel.stream.stream_name: Reference(stream.id)} if stream else {},
    )


def _freshness(definition: Definition, kind: str, allowed: Limit) -> float:
    """How old records become before they are delivered, in seconds; the most there is where it is not known yet."""
    given = definition.properties[kind].get("DataFreshnessInSeconds", allowed.default)
    return given if isinstance(given, int | float) else allowed.high
