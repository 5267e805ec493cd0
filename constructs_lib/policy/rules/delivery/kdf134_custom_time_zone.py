"""The time zone of a prefix is one that Firehose supports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3
from constructs_lib.policy.reading.time_zones import ZONES
from constructs_lib.policy.rule import Violation, rule

FORM = re.compile(limit("firehose-time-zone-pattern").pattern or "")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        CustomTimeZone: {zone}
"""


@rule(
    id="KDF134",
    name="custom-time-zone",
    title="the time zone is one of those that Firehose supports",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it supports UTC and the zones that it lists, under their older names",
    fix="set a zone of the list, such as Europe/Berlin, or UTC",
    source="https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html; refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-firehose-custom-time-zone, 2026-09-10",
    bad=EXAMPLE.format(zone="Europe/Munich"),
    good=EXAMPLE.format(zone="Europe/Berlin"),
)
def custom_time_zone(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; text that no zone could be is left to the bound on its form."""
    zone = stream[f"{EXTENDED_S3}.CustomTimeZone"]
    if zone.text and FORM.fullmatch(zone.text) and zone.text not in ZONES:
        near = get_close_matches(zone.text, ZONES, n=3)
        yield Violation(
            zone,
            message=f"Firehose does not support the time zone {zone.text}",
            allowed=f"UTC or a zone of its list{', such as ' + ' or '.join(near) if near else ''}",
        )
