"""Where reading from an MSK topic begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: MSKAsSource
      MSKSourceConfiguration:
        TopicName: orders
        ReadFromTimestamp: {start}
"""


@rule(
    id="KDF127",
    name="msk-reading-start",
    title="reading from a topic begins at a point in time",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses words such as EARLIEST: it takes a timestamp alone",
    fix='write a time in UTC, such as "1970-01-01T00:00:00Z" for the oldest record; leave it out for new records only',
    source="botocore 1.44.5 firehose MSKSourceConfiguration ReadFromTimestamp (read 2026-11-21)",
    bad=EXAMPLE.format(start="EARLIEST"),
    good=EXAMPLE.format(start='"1970-01-01T00:00:00Z"'),
)
def msk_reading_start(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    start = stream["MSKSourceConfiguration.ReadFromTimestamp"]
    if start.absent or is_time(start.text or ""):
        return
    yield Violation(start, message=f"{start.text} is no point in time", given=start.text, allowed="a time in ISO 8601")


def is_time(text: str) -> bool:
    """Tell whether a text is a time: in ISO 8601, or in seconds since 1970."""
    with suppress(ValueError):
        datetime.fromisoformat(text.strip())
        return True
    with suppress(ValueError):
        float(text)
        return True
    return False
