"""CloudWatch's metrics, kept."""

from constructs_lib.patterns.forms import ALARM_TOPIC, FIRST, LAKE_INTERVAL, texts
from constructs_lib.patterns.pattern import Parameter, Pattern

METRICS_TO_S3 = Pattern(
    id="metrics-to-s3",
    title="Metrics to S3",
    summary="A metric stream that keeps the metrics of chosen namespaces in S3, for longer than CloudWatch does.",
    construct="constructs_lib.cdk.patterns.metrics_to_s3:MetricsToS3",
    parameters=(
        Parameter(
            name="namespaces",
            schema=texts("Namespaces whose metrics are kept.", r"^[^:*][^*]{0,254}$"),
            example=["AWS/Kinesis", "AWS/Firehose"],
        ),
        LAKE_INTERVAL,
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
