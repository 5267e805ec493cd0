"""Kinds of streams that a service can write into."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DIRECT, STREAM, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import PUTTERS, WRITER_TYPES, WRITERS, kind_of, writes_of
from constructs_lib.policy.rule import Violation, rule

LABELS = {"kinesis": "a data stream", "firehose": "a delivery stream"}
NOWHERE = "-"
METRICS = """
Metrics:
  Type: AWS::CloudWatch::MetricStream
  Properties:
    FirehoseArn: !GetAtt Orders.Arn
    RoleArn: arn:aws:iam::111122223333:role/metrics
    OutputFormat: json
"""


@rule(
    id="PRD013",
    name="writer-takes-target",
    title="services write into the kind of stream that they support",
    severity=Severity.ERROR,
    resources=(*WRITER_TYPES, *PUTTERS),
    why="the service refuses the target: it writes only into the other kind of stream",
    fix="use a stream of the supported kind; a delivery stream can read from a data stream",
    source="botocore 1.44.5 cloudwatch PutMetricStream FirehoseArn, sns Subscribe Protocol, and the like of each type "
    "(read 2026-11-21)",
    bad=template(STREAM, METRICS),
    good=template(DIRECT, METRICS.replace("Orders", "Delivery")),
)
def writer_takes_target(resource: ResourceView) -> Iterator[Violation]:
    """Check what one resource writes into."""
    for value in resource.each(PUTTERS.get(resource.type, NOWHERE)):
        if kind_of(value) == "kinesis":
            yield Violation(
                value, message="the target is a data stream, not a delivery stream", allowed=LABELS["firehose"]
            )
    for write in writes_of(resource) if resource.type in WRITERS else ():
        wanted = " or ".join(LABELS[kind] for kind in write.writer.takes)
        if write.kind not in write.writer.takes:
            yield Violation(write.target, message=f"the target is {LABELS[write.kind]}, not {wanted}", allowed=wanted)
