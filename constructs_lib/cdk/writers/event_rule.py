"""Events of a bus, written into a stream or a delivery stream."""

from __future__ import annotations

from typing import Any

import jsii
from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs
from aws_cdk.interfaces import aws_events as events_interfaces
from constructs import Construct

from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.tokens import seconds
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.roles import for_this_account, writer_role
from constructs_lib.cdk.writers.targets import Writable, target_of
from constructs_lib.cdk.writers.undelivered import allow_service, undelivered_queue

TYPE = "AWS::Events::Rule"
SERVICE = "events.amazonaws.com"
ARGUMENTS = {
    "Targets.0.Arn": "target",
    "Targets.0.KinesisParameters.PartitionKeyPath": "partition_key_path",
    "Targets.0.RetryPolicy.MaximumRetryAttempts": "retry_attempts",
    "Targets.0.RetryPolicy.MaximumEventAgeInSeconds": "max_event_age",
}


class EventRule(events.Rule):
    """Write the events that match a pattern, or the ticks of a schedule, into a stream or a delivery stream.

    What cannot be written is tried again for a day, EventBridge's own default, and then comes to rest in a queue.

    Args:
        scope: the parent.
        id: unique in the scope.
        target: a data stream or a delivery stream that takes direct puts.
        event_pattern: which events; this or `schedule`.
        schedule: when, for rules of the default bus.
        event_bus: the default bus unless given.
        partition_key_path: JSON path of the partition key in the event, such as `$.detail.carrier`; the event's id
            unless given, which spreads events evenly and keeps no order.
        message: what is written in the place of the event.
        retry_attempts: how often a failed write is repeated.
        max_event_age: how long it is repeated.
        on_failure: gets what could not be written; a queue of its own unless given.
        rule_name: CloudFormation makes one unless given.
        enabled: `False` writes nothing until it is enabled again; events of that time are lost.

    Attributes:
        role: the role that EventBridge writes with.
        on_failure: the queue for what could not be written.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the rule.
        ValueError: a partition key was given for a delivery stream, which has none.

    Example:
        >>> EventRule(
        ...     self, "Orders", event_pattern=EventPattern(source=["shop"]), target=stream
        ... )  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        target: Writable,
        event_pattern: events.EventPattern | None = None,
        schedule: events.Schedule | None = None,
        event_bus: events.IEventBus | None = None,
        partition_key_path: str | None = None,
        message: events.RuleTargetInput | None = None,
        retry_attempts: int | None = None,
        max_event_age: Duration | None = None,
        on_failure: sqs.IQueue | None = None,
        rule_name: str | None = None,
        enabled: bool = True,
    ) -> None:
        super().__init__(
            scope,
            id,
            event_pattern=event_pattern,
            schedule=schedule,
            event_bus=event_bus,
            rule_name=rule_name,
            enabled=enabled,
        )
        written = target_of(target)
        if partition_key_path is not None and written.kind == "firehose":
            raise ValueError("partition_key_path is for data streams, and a delivery stream has none: leave it out")
        self.role = writer_role(self, SERVICE, written, conditions=for_this_account(self))
        self.on_failure = undelivered_queue(self, on_failure)
        retry = present(
            {
                "MaximumRetryAttempts": retry_attempts,
                "MaximumEventAgeInSeconds": seconds(max_event_age, "max_event_age") if max_event_age else None,
            }
        )
        described: dict[str, Any] = {
            "Id": "Target0",
            "Arn": written.arn,
            "RoleArn": self.role.role_arn,
            "KinesisParameters": {"PartitionKeyPath": partition_key_path} if partition_key_path else None,
            "DeadLetterConfig": {"Arn": self.on_failure.queue_arn},
            "RetryPolicy": retry or None,
        }
        approval = approve(
            path_of(scope, id),
            TYPE,
            present({"Targets": [described]}),
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.add_target(
            _Prepared(
                events.RuleTargetConfig(
                    arn=written.arn,
                    role=self.role,
                    input=message,
                    kinesis_parameters=events.CfnRule.KinesisParametersProperty(partition_key_path=partition_key_path)
                    if partition_key_path
                    else None,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.on_failure.queue_arn),
                    retry_policy=events.CfnRule.RetryPolicyProperty(
                        maximum_retry_attempts=retry.get("MaximumRetryAttempts"),
                        maximum_event_age_in_seconds=retry.get("MaximumEventAgeInSeconds"),
                    )
                    if retry
                    else None,
                )
            )
        )
        allow_service(self.on_failure, SERVICE, self.rule_arn)
        resource = self.node.default_child
        assert resource is not None
        resource.node.add_dependency(*permissions(self.role))


@jsii.implements(events.IRuleTarget)
class _Prepared:
    """A target that was decided before the rule asks: what is raised while it asks would lose its findings."""

    def __init__(self, config: events.RuleTargetConfig) -> None:
        self._config = config

    def bind(self, rule: events_interfaces.IRuleRef, id: str | None = None) -> events.RuleTargetConfig:  # noqa: ARG002
        return self._config
