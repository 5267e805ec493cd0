"""Metrics that a delivery stream never sends."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, FIREHOSE, metrics_of
from constructs_lib.policy.reading.by_name import follow
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, processors
from constructs_lib.policy.rule import Violation, rule

SENT_TO = {
    "DeliveryToRedshift.": ("Redshift",),
    "DeliveryToSplunk.": ("Splunk",),
    "DeliveryToHttpEndpoint.": ("HttpEndpoint",),
    "DeliveryToSnowflake.": ("Snowflake",),
    "DeliveryToIceberg.": ("Iceberg",),
    "DeliveryToElasticsearch.": ("Elasticsearch", "Amazonopensearchservice"),
    "DeliveryToAmazonOpenSearchService.": ("Elasticsearch", "Amazonopensearchservice"),
    "DeliveryToAmazonOpenSearchServerless.": ("AmazonOpenSearchServerless",),
}
"""How metrics of a destination begin, and the blocks that have them."""
OF_KINESIS = (
    "KinesisMillisBehindLatest",
    "DataReadFromKinesisStream.",
    "ThrottledGetRecords",
    "ThrottledGetShardIterator",
    "ThrottledDescribeStream",
)
OF_TRANSFORM = ("ExecuteProcessing.", "SucceedProcessing.")
OF_CONVERSION = ("SucceedConversion.", "FailedConversion.")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: {kind}
      ExtendedS3DestinationConfiguration: {{BucketARN: "arn:aws:s3:::shop"}}
  Late:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Firehose
      MetricName: KinesisMillisBehindLatest
      Dimensions: [{{Name: DeliveryStreamName, Value: !Ref Delivery}}]
"""


@rule(
    id="CWA021",
    name="alarm-metric-is-sent",
    title="an alarm looks at a metric that its delivery stream sends",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="a delivery stream sends metrics of its own source, destination and processing alone: the alarm never rings",
    fix="watch the metric of the destination that is there",
    source="https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html (read 2026-11-21)",
    bad=EXAMPLE.format(kind="DirectPut"),
    good=EXAMPLE.format(kind="KinesisStreamAsSource"),
)
def alarm_metric_is_sent(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm on delivery streams of the app."""
    for metric in metrics_of(alarm):
        name = metric.dimension("DeliveryStreamName")
        if metric.namespace.text != FIREHOSE or name is None:
            continue
        stream = follow(name, DELIVERY_STREAM)
        reason = why_never(metric.name.text or "", stream) if stream else None
        if stream and reason:
            yield Violation(
                metric.name, message=f"{stream.id} sends no {metric.name.text}: {reason}", allowed="a metric it sends"
            )


def why_never(name: str, stream: ResourceView) -> str | None:
    """Say why a delivery stream never sends a metric."""
    if name.startswith(OF_KINESIS):
        return None if stream["DeliveryStreamType"].text == "KinesisStreamAsSource" else "it reads no data stream"
    for start, blocks in SENT_TO.items():
        if name.startswith(start):
            has = any(stream[f"{block}DestinationConfiguration"].exists for block in blocks)
            return None if has else "it has no such destination"
    if name.startswith(OF_TRANSFORM):
        called = any(processors(each, "Lambda") for each in destinations(stream))
        return None if called else "it calls no function"
    if name.startswith(OF_CONVERSION):
        converts = any(each["DataFormatConversionConfiguration"].exists for each in destinations(stream))
        return None if converts else "it converts nothing"
    return None
