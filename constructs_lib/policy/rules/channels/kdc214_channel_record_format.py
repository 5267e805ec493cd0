"""The record format of a channel against its destination."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, STREAMS, TO_S3, TO_TABLES
from constructs_lib.policy.rule import Violation, rule

FORMATS = {
    TO_S3: limit("kinesis-channel-record-format-s3"),
    TO_TABLES: limit("kinesis-channel-record-format-tables"),
}
EXISTING = limit("kinesis-channel-record-format-enum").allowed


@rule(
    id="KDC214",
    name="channel-record-format",
    title="a channel reads records in a format that its destination takes",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the service refuses the channel, and the deployment fails",
    fix="use JSON, or a format that goes with the destination",
    source=FORMATS[TO_S3].read,
    bad=example(record="{RecordFormatType: GSR_JSON}"),
    good=example(record="{RecordFormatType: STRING}"),
)
def channel_record_format(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    for destination, formats in FORMATS.items():
        if channel[destination].absent:
            continue
        for found in channel.each(f"{STREAMS}[].RecordConfiguration.RecordFormatType"):
            if found.text in EXISTING and found.text not in formats.allowed:
                yield Violation(
                    found,
                    message=f"{destination} does not take records as {found.text}",
                    allowed=", ".join(map(str, formats.allowed)),
                )
