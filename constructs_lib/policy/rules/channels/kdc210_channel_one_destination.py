"""The destination of a channel."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import SCHEMA, TO_S3, TO_TABLES, example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, DESTINATIONS
from constructs_lib.policy.rule import Violation, rule

RECORD = f"{{RecordFormatType: JSON, GSRSchemaARN: '{SCHEMA}'}}"


@rule(
    id="KDC210",
    name="channel-one-destination",
    title="a channel has one destination",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the service refuses a channel with both destinations, and one with none",
    fix="keep S3DestinationConfiguration or S3TablesDestinationConfiguration, and give the other a channel of its own",
    source=limit("kinesis-channel-one-destination").read,
    bad=example(TO_S3, TO_TABLES, record=RECORD),
    good=example(TO_TABLES, record=RECORD),
)
def channel_one_destination(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    present = [name for name in DESTINATIONS if channel[name].exists]
    if len(present) != 1:
        yield Violation(
            channel[DESTINATIONS[0]],
            message="a channel has two destinations" if present else "a channel has no destination",
            given=" and ".join(present) or "no destination",
            allowed=" or ".join(DESTINATIONS),
        )
