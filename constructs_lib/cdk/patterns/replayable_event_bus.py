"""Events that can be read again."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_events as events
from constructs import Construct

from constructs_lib.cdk.delivery import Buffering, DeliveryStream, FailureBucket, KinesisSource, S3Destination
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers import EventRule
from constructs_lib.patterns.definitions.replayable_event_bus import REPLAYABLE_EVENT_BUS


class ReplayableEventBus(PatternConstruct):
    """Define an event bus with an archive, whose events also go into a stream, to be read again, and to S3.

    Args:
        scope: the parent.
        id: unique in the scope.
        sources: whose events are taken.
        partition_key_path: JSONPath of the partition key in an event.
        retention_hours: for which the stream keeps events; the archive keeps them until somebody deletes them.
        buffer_seconds: after which events are written to S3.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = REPLAYABLE_EVENT_BUS

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        sources: Sequence[str],
        partition_key_path: str = "$.id",
        retention_hours: float = 48,
        buffer_seconds: int = 300,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        taken = events.EventPattern(source=list(sources))
        self.bus = events.EventBus(self, "Bus")
        self.archive = events.Archive(self, "Archive", source_event_bus=self.bus, event_pattern=taken)
        self.stream = DataStream(self, "Events", retention=Duration.hours(retention_hours), key=self.key)
        self.rule = EventRule(
            self,
            "ToStream",
            event_bus=self.bus,
            event_pattern=taken,
            target=self.stream,
            partition_key_path=partition_key_path,
        )
        self.delivery = DeliveryStream(
            self,
            "ToLake",
            source=KinesisSource(self.stream),
            destination=S3Destination(
                prefix="events/!{timestamp:yyyy/MM/dd}/",
                buffering=Buffering(interval=Duration.seconds(buffer_seconds)),
                failures=FailureBucket(self, "Failures"),
            ),
        )
        self.monitor(alarm_topic_arn, streams=[self.stream], deliveries=[self.delivery])
