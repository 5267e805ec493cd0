"""Filters of metric streams."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Metrics:
    Type: AWS::CloudWatch::MetricStream
    Properties:
      FirehoseArn: arn:aws:firehose:us-east-1:111122223333:deliverystream/metrics
      RoleArn: arn:aws:iam::111122223333:role/metrics
      OutputFormat: json
      IncludeFilters: [{Namespace: AWS/Kinesis}]
"""


@rule(
    id="PRD019",
    name="metric-stream-filters",
    title="a metric stream includes namespaces or excludes some, not both",
    severity=Severity.ERROR,
    resources=("AWS::CloudWatch::MetricStream",),
    why="the service refuses IncludeFilters and ExcludeFilters in the same metric stream",
    fix="keep one of the two",
    source="CloudWatch API Reference: PutMetricStream (botocore 1.44.5, read 2026-11-21)",
    bad=EXAMPLE + "      ExcludeFilters: [{Namespace: AWS/EC2}]\n",
    good=EXAMPLE,
)
def metric_stream_filters(stream: ResourceView) -> Iterator[Violation]:
    """Check one metric stream."""
    included, excluded = stream["IncludeFilters"], stream["ExcludeFilters"]
    if included.items and excluded.items:
        yield Violation(
            excluded,
            message="there are filters of both kinds",
            given="IncludeFilters and ExcludeFilters",
            allowed="one of the two",
        )
