"""Records of other accounts."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk.delivery import Buffering, DeliveryStream, FailureBucket, KinesisSource, S3Destination
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.whole import whole
from constructs_lib.patterns.definitions.cross_account_ingest import CROSS_ACCOUNT_INGEST


class CrossAccountIngest(PatternConstruct):
    """Define a stream under a customer key into which other accounts write, delivered to S3 of this one.

    Args:
        scope: the parent.
        id: unique in the scope.
        producer_accounts: that may write.
        retention_hours: for which the stream keeps records.
        buffer_seconds: after which records are written to S3.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = CROSS_ACCOUNT_INGEST

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        producer_accounts: Sequence[str],
        retention_hours: float = 48,
        buffer_seconds: int = 300,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        self.key = kms.Key(self, "Key", enable_key_rotation=True)
        self.stream = DataStream(self, "Shared", retention=Duration.hours(retention_hours), key=self.key)
        self.stream.share_writing(*(iam.AccountPrincipal(account) for account in producer_accounts))
        self.delivery = DeliveryStream(
            self,
            "ToLake",
            source=KinesisSource(self.stream),
            destination=S3Destination(
                prefix="ingest/!{timestamp:yyyy/MM/dd}/",
                buffering=Buffering(interval=Duration.seconds(buffer_seconds)),
                failures=FailureBucket(self, "Failures"),
            ),
        )
        self.monitor(alarm_topic_arn, streams=[self.stream], deliveries=[self.delivery])
