"""Alarms and a dashboard for a pipeline, from its own settings."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct, IConstruct

from constructs_lib.cdk.channels import Channel
from constructs_lib.cdk.consumers import FunctionConsumer, PollingConsumer
from constructs_lib.cdk.delivery import DeliveryStream
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.flink import FlinkApplication
from constructs_lib.cdk.monitoring.alarms import PipelineAlarm, is_watched, period_of, tell
from constructs_lib.cdk.monitoring.application_watch import watch_application
from constructs_lib.cdk.monitoring.channel_watch import watch_channel
from constructs_lib.cdk.monitoring.consumer_watch import watch_consumer
from constructs_lib.cdk.monitoring.dashboard import define_dashboard
from constructs_lib.cdk.monitoring.delivery_watch import watch_delivery
from constructs_lib.cdk.monitoring.settings import AlarmSettings
from constructs_lib.cdk.monitoring.stream_watch import watch_stream
from constructs_lib.cdk.monitoring.watch import Watched
from constructs_lib.cdk.whole import whole

DEFAULT_ALARMS = AlarmSettings()


class PipelineMonitoring(Construct):
    """Define the alarms of a pipeline, one alarm of them all, and a dashboard.

    Every threshold follows from what the pipeline itself is set to: how long its streams keep records, when its
    consumers give up, how long its buffers collect and its retries last.

    Args:
        scope: the parent.
        id: unique in the scope.
        streams: of the pipeline; any streams.
        consumers: of the pipeline.
        deliveries: of the pipeline.
        applications: Flink applications of the pipeline.
        channels: of the pipeline.
        alarms: how sensitive and whom they tell; `None` for no alarms.
        dashboard: define one; yes unless given.
        dashboard_name: CloudFormation makes one unless given.

    Attributes:
        alarms: each alarm by its id.
        composite: the alarm of the whole pipeline, if there is one.
        dashboard: the dashboard, if there is one.

    Raises:
        InvalidProperties: with every finding of the policy about an alarm.
        ValueError: there is nothing to watch, or two parts of the pipeline have the same construct id.

    Example:
        >>> PipelineMonitoring(
        ...     self, "Monitoring", streams=[stream], consumers=[watch], deliveries=[to_lake],
        ...     alarms=AlarmSettings(targets=[topic]),
        ... )  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        streams: Sequence[kinesis.IStream] = (),
        consumers: Sequence[FunctionConsumer] = (),
        deliveries: Sequence[DeliveryStream] = (),
        applications: Sequence[FlinkApplication] = (),
        channels: Sequence[Channel] = (),
        alarms: AlarmSettings | None = DEFAULT_ALARMS,
        dashboard: bool = True,
        dashboard_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        _require_parts(*streams, *consumers, *deliveries, *applications, *channels)
        sensitivity = alarms or DEFAULT_ALARMS
        watched = [
            *_watch(streams, consumers, deliveries, sensitivity),
            *(watch_application(each) for each in applications),
            *(watch_channel(each, sensitivity) for each in channels),
        ]
        self.alarms = self._define_alarms(watched, alarms) if alarms else {}
        self.composite = self._define_composite() if alarms and alarms.composite and self.alarms else None
        self.dashboard = (
            define_dashboard(
                self,
                "Dashboard",
                name=dashboard_name,
                watched=watched,
                alarms=list(self.alarms.values()),
                period=period_of(alarms),
            )
            if dashboard
            else None
        )
        told = [self.composite] if self.composite else list(self.alarms.values())
        for target in alarms.targets if alarms else ():
            for alarm in told:
                tell(alarm, target)

    def _define_alarms(self, watched: Sequence[Watched], settings: AlarmSettings) -> dict[str, PipelineAlarm]:
        return {
            watch.id: PipelineAlarm(self, watch.id, watch=watch, watched=each, settings=settings)
            for each in watched
            for watch in each.watches
            if is_watched(watch, settings)
        }

    def _define_composite(self) -> cloudwatch.CompositeAlarm:
        ringing = [
            cloudwatch.AlarmRule.from_alarm(alarm, cloudwatch.AlarmState.ALARM) for alarm in self.alarms.values()
        ]
        return cloudwatch.CompositeAlarm(
            self,
            "Pipeline",
            alarm_rule=cloudwatch.AlarmRule.any_of(*ringing),
            alarm_description=f"something is wrong with the pipeline {self.node.path}: look which of its alarms ring",
        )


def _watch(
    streams: Sequence[kinesis.IStream],
    consumers: Sequence[FunctionConsumer],
    deliveries: Sequence[DeliveryStream],
    settings: AlarmSettings,
) -> list[Watched]:
    polling = [each for each in consumers if isinstance(each, PollingConsumer)]
    known = [definition for each in streams if (definition := describe(each))]
    return [
        *(watch_stream(each, [one for one in polling if one.stream is each], settings) for each in streams),
        *(watch_consumer(each, settings) for each in consumers),
        *(watch_delivery(each, known, settings) for each in deliveries),
    ]


def _require_parts(*parts: IConstruct) -> None:
    if not parts:
        raise ValueError("there is nothing to watch: give streams, consumers, deliveries, applications or channels")
    ids = [each.node.id for each in parts]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise ValueError(f"{', '.join(twice)} is the id of two parts: alarms are named after ids, so give them others")
