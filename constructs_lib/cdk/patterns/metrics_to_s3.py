"""CloudWatch's metrics, kept."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration
from constructs import Construct

from constructs_lib.cdk.delivery import Buffering, DeliveryStream, DirectPut, FailureBucket, S3Destination
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers import MetricFilter, MetricStream
from constructs_lib.patterns.definitions.metrics_to_s3 import METRICS_TO_S3


class MetricsToS3(PatternConstruct):
    """Define a metric stream that keeps the metrics of chosen namespaces in S3.

    Args:
        scope: the parent.
        id: unique in the scope.
        namespaces: whose metrics are kept.
        buffer_seconds: after which records are written.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = METRICS_TO_S3

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        namespaces: Sequence[str],
        buffer_seconds: int = 300,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        self.delivery = DeliveryStream(
            self,
            "ToLake",
            source=DirectPut(key=self.key),
            destination=S3Destination(
                prefix="metrics/!{timestamp:yyyy/MM/dd}/",
                buffering=Buffering(interval=Duration.seconds(buffer_seconds)),
                failures=FailureBucket(self, "Failures"),
            ),
        )
        self.metrics = MetricStream(
            self, "Metrics", target=self.delivery, include=[MetricFilter(each) for each in namespaces]
        )
        self.monitor(alarm_topic_arn, deliveries=[self.delivery])
