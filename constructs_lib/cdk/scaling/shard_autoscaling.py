"""Shards that follow the load of a provisioned stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws_cdk import ArnFormat, Duration, Names, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.monitoring.alarms import TYPE, PipelineAlarm, tell
from constructs_lib.cdk.monitoring.settings import AlarmSettings, AlarmTarget
from constructs_lib.cdk.monitoring.watch import Watched
from constructs_lib.cdk.scaling.alarms import triggers, watches
from constructs_lib.cdk.scaling.function import ScalingFunction
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.tokens import is_token, seconds
from constructs_lib.cdk.whole import whole
from constructs_lib.graph import Definition, Reference
from constructs_lib.runtime.shard_scaling import Bounds
from constructs_lib.runtime.shard_scaling_handler import Settings

DEFAULT_HIGH, DEFAULT_TARGET, DEFAULT_LOW = 0.8, 0.6, 0.3
DEFAULT_COOLDOWN_SECONDS = 300
DEFAULT_REST_SECONDS = 3600
DEFAULT_LOG_RETENTION = logs.RetentionDays.ONE_MONTH
LONGEST_NAME = 200
CALLER = "lambda.alarms.cloudwatch.amazonaws.com"
"""Source: CloudWatch User Guide, "Invoke a Lambda function from an alarm"."""


class ShardAutoscaling(Construct):
    """Let the number of shards of a provisioned stream follow its load, and say when that cannot help.

    Alarms on the used share of the capacity and on refused records call a function. It measures again, then changes
    the shard count within half and double, the bounds, and ten changes in any 24 hours, half of which are kept for
    more load. The alarms follow the shard count. A key that alone fills a shard gets no more shards, but an alarm.

    CloudFormation compares templates, not streams: as long as `mode=Provisioned(shards=...)` stays as it is, updates
    of the stack leave the scaled count alone. Whoever changes it there sets the stream to that count, from which it
    is scaled again. The times of the last changes stand in a tag of the stream, `kinesis-constructs:scaled-at`.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: a provisioned stream of this app.
        minimum: shards at least.
        maximum: shards at most; below the quota of the account, by as many as other streams need.
        high: share of the capacity above which shards are added; 0.8 unless given.
        target: share of the capacity that is used after a change; 0.6 unless given.
        low: share of the capacity below which shards are taken away, a quarter of them at a time; 0.3 unless given.
        cooldown: after a change, no shards are added for this time; 5 minutes unless given.
        rest: load must be low for this time, and no change so long ago, for shards to be taken away; one hour unless
            given.
        targets: topics or alarm actions that are told what needs a person; nobody unless given.
        log_retention: of the function's log; one month unless given.

    Attributes:
        stream: the stream.
        function: the function that changes the shards.
        log_group: its log, one line for each look at the stream.
        failures: the queue of calls that failed three times.
        triggers: the alarms that call the function: `High`, `Throttled`, `Low`.
        alarms: the alarms that need a person: `Blocked`, `HotShard`, `Failed`.

    Raises:
        InvalidProperties: with every finding of the policy about the alarms.
        ValueError: the stream is on-demand, its shards are no number between the bounds, or the bounds contradict
            each other.

    Example:
        >>> ShardAutoscaling(self, "Scaling", stream=stream, minimum=2, maximum=32)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: DataStream,
        minimum: int,
        maximum: int,
        high: float = DEFAULT_HIGH,
        target: float = DEFAULT_TARGET,
        low: float = DEFAULT_LOW,
        cooldown: Duration | None = None,
        rest: Duration | None = None,
        targets: Sequence[AlarmTarget] = (),
        log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION,
    ) -> None:
        super().__init__(scope, id)
        self.stream = stream
        bounds = Bounds(
            minimum=minimum,
            maximum=maximum,
            high=high,
            target=target,
            low=low,
            cooldown=_known(cooldown, DEFAULT_COOLDOWN_SECONDS, "cooldown"),
            rest=_known(rest, DEFAULT_REST_SECONDS, "rest"),
        )
        shards = _shards(stream, bounds)
        name = Names.unique_resource_name(self, max_length=LONGEST_NAME)
        scaling = ScalingFunction(
            self,
            "Changer",
            settings=Settings(
                stream=stream.stream_arn,
                bounds=bounds,
                high=f"{name}-High",
                low=f"{name}-Low",
                shard_metrics=bool(stream.definition.properties.get("DesiredShardLevelMetrics")),
            ),
            alarms=[self._alarm_arn(f"{name}-{end}") for end in ("High", "Throttled", "Low")],
            log_retention=log_retention,
        )
        self.function, self.log_group, self.failures = scaling.function, scaling.log_group, scaling.failures
        self.triggers = dict(
            self._triggers(
                triggers(
                    bounds,
                    name=name,
                    stream=stream.stream_name,
                    shards=shards,
                    function_arn=self.function.function_arn,
                )
            )
        )
        self.alarms = self._alarms(targets)

    def _triggers(self, alarms: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, cloudwatch.CfnAlarm]]:
        definition = self.stream.definition
        for end, properties in alarms.items():
            approval = approve(
                path_of(self, end),
                TYPE,
                properties,
                arguments={"Threshold": end.lower()},
                context=[definition],
                references={self.stream.stream_name: Reference(definition.id)},
            )
            approval.annotate(self)
            alarm = cloudwatch.CfnAlarm(self, end, **l1.arguments(cloudwatch.CfnAlarmProps, properties))
            lambda_.CfnPermission(
                self,
                f"{end}Calls",
                action="lambda:InvokeFunction",
                function_name=self.function.function_arn,
                principal=CALLER,
                source_account=Stack.of(self).account,
                source_arn=alarm.attr_arn,
            )
            yield end, alarm

    def _alarms(self, targets: Sequence[AlarmTarget]) -> dict[str, PipelineAlarm]:
        found = watches(self.function, self.failures)
        watched = Watched(title=f"shards of {self.stream.node.id}", watches=found, graphs={})
        made = {
            watch.id: PipelineAlarm(self, watch.id, watch=watch, watched=watched, settings=AlarmSettings())
            for watch in found
        }
        for alarm in made.values():
            for target in targets:
                tell(alarm, target)
        return made

    def _alarm_arn(self, name: str) -> str:
        return Stack.of(self).format_arn(
            service="cloudwatch", resource="alarm", resource_name=name, arn_format=ArnFormat.COLON_RESOURCE_NAME
        )


def _known(duration: Duration | None, default: int, argument: str) -> int | float:
    found = seconds(duration, argument) if duration else default
    if is_token(found):
        raise ValueError(f"{argument} holds a token, from which no alarm can be computed: give it a value")
    return found


def _shards(stream: DataStream, bounds: Bounds) -> int:
    given: Definition = stream.definition
    shards = given.properties.get("ShardCount")
    if shards is None:
        raise ValueError("the stream is on-demand, and follows its load by itself: give it mode=Provisioned(...)")
    if not isinstance(shards, int) or not bounds.minimum <= shards <= bounds.maximum:
        raise ValueError(
            f"the stream is defined with {shards} shards, which is no number from {bounds.minimum} to {bounds.maximum}"
        )
    return shards
