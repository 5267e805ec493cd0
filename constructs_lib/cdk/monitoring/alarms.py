"""The alarms of what is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.monitoring.settings import AlarmSettings, AlarmTarget
from constructs_lib.cdk.monitoring.watch import OPERATORS, Watch, Watched
from constructs_lib.graph import Definition

if TYPE_CHECKING:
    from typing_extensions import TypeIs

TYPE = "AWS::CloudWatch::Alarm"
ONCE = 1
SILENCE = cloudwatch.TreatMissingData.NOT_BREACHING
SILENCE_IN_TEMPLATES = "notBreaching"


class PipelineAlarm(cloudwatch.Alarm):
    """Define the alarm of a watch, checked before synthesis.

    Silence is no alarm: most metrics of a stream are missing while nothing flows.

    Args:
        scope: the parent.
        id: unique in the scope.
        watch: what is looked at.
        watched: what the watch belongs to.
        settings: how sensitive.

    Attributes:
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the alarm.
    """

    def __init__(self, scope: Construct, id: str, *, watch: Watch, watched: Watched, settings: AlarmSettings) -> None:
        periods = settings.periods if watch.heals else ONCE
        description = f"{watched.title}: {watch.why}"
        properties: dict[str, Any] = {
            "AlarmDescription": description,
            "ComparisonOperator": OPERATORS[watch.comparison],
            "EvaluationPeriods": periods,
            "Threshold": watch.threshold,
            "TreatMissingData": SILENCE_IN_TEMPLATES,
            **watch.measure.properties(settings.period),
        }
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments={"EvaluationPeriods": "alarms.periods", "Period": "alarms.period"},
            context=watched.context,
            references=watched.references,
        )
        super().__init__(
            scope,
            id,
            metric=watch.measure.metric(settings.period),
            threshold=watch.threshold,
            evaluation_periods=periods,
            comparison_operator=watch.comparison,
            treat_missing_data=SILENCE,
            alarm_description=description,
        )
        self.definition: Definition = approval.annotate(self)


def tell(alarm: cloudwatch.AlarmBase, target: AlarmTarget) -> None:
    """Let an alarm tell a topic or do an action, when it begins and when it ends."""
    if is_topic(target):
        _let_publish(target, alarm)
        action: cloudwatch.IAlarmAction = actions.SnsAction(target)
    else:
        action = target
    alarm.add_alarm_action(action)
    alarm.add_ok_action(action)


def _let_publish(topic: sns.ITopic, alarm: cloudwatch.AlarmBase) -> None:
    """Let alarms of this account publish, where the topic would refuse them, which only their history tells.

    A policy of a topic replaces the default one, which allows it; a customer key allows no service anything.

    Source: AWS Knowledge Center, on notifications that CloudWatch alarms do not send, and on alarms with an encrypted
    SNS topic (read 2026-11-21).
    """
    service = iam.ServicePrincipal("cloudwatch.amazonaws.com")
    if topic.node.try_find_child("Policy") is not None:
        alarms = Stack.of(alarm).format_arn(
            service="cloudwatch", resource="alarm", resource_name="*", arn_format=ArnFormat.COLON_RESOURCE_NAME
        )
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                principals=[service],
                resources=[topic.topic_arn],
                conditions={"ArnLike": {"aws:SourceArn": alarms}},
            )
        )
    if topic.master_key is not None:
        topic.master_key.grant(service, "kms:Decrypt", "kms:GenerateDataKey*")


def is_topic(target: AlarmTarget) -> TypeIs[sns.ITopic]:
    """Tell a topic, imported ones included: those are of no Python class that could be asked for."""
    return hasattr(target, "topic_arn")


def is_watched(watch: Watch, settings: AlarmSettings) -> bool:
    """Tell whether a watch raises an alarm."""
    return watch.measure.name not in settings.without


def period_of(settings: AlarmSettings | None) -> Duration:
    """Give the period of graphs: that of the alarms, so that both show the same."""
    return (settings or AlarmSettings()).period
