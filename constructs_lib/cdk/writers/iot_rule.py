"""Messages of devices, written into a stream or a delivery stream."""

from __future__ import annotations

from aws_cdk import aws_iot as iot
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.roles import for_this_account, writer_role
from constructs_lib.cdk.writers.targets import Target, Writable, target_of
from constructs_lib.cdk.writers.undelivered import allow_role, undelivered_queue

TYPE = "AWS::IoT::TopicRule"
SERVICE = "iot.amazonaws.com"
SQL_VERSION = "2016-03-23"
SPREAD_EVENLY = "${newuuid()}"
LINE = "\n"
ACTION = "TopicRulePayload.Actions.0"
ARGUMENTS = {
    "TopicRulePayload.Sql": "sql",
    f"{ACTION}.Kinesis.StreamName": "target",
    f"{ACTION}.Kinesis.PartitionKey": "partition_key",
    f"{ACTION}.Firehose.DeliveryStreamName": "target",
    f"{ACTION}.Firehose.Separator": "separator",
    f"{ACTION}.Firehose.BatchMode": "batch_mode",
    "RuleName": "rule_name",
    "TopicRulePayload.Description": "description",
}


class IotRule(Construct):
    """Write what devices publish to MQTT topics into a stream or a delivery stream.

    Args:
        scope: the parent.
        id: unique in the scope.
        sql: which messages and what of them: `SELECT * FROM 'sensors/+/temperature'`.
        target: a data stream or a delivery stream that takes direct puts.
        partition_key: for a data stream, a substitution template such as `${topic(2)}`; a new id for each message
            unless given, which spreads messages evenly and keeps no order.
        separator: for a delivery stream, written after each message; a line break unless given.
        batch_mode: for a delivery stream: the payload is a JSON array, each element of which is one record.
        on_failure: gets what could not be written; a queue of its own unless given.
        rule_name: letters, digits and underscores; CloudFormation makes one unless given.
        description: what the rule is for; nothing unless given.
        enabled: `False` writes nothing until it is enabled again; messages of that time are lost.

    Attributes:
        role: the role that AWS IoT writes with.
        on_failure: the queue for what could not be written.
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the rule.
        ValueError: an argument was given that is for the other kind of target.

    Example:
        >>> IotRule(self, "Sensors", sql="SELECT * FROM 'sensors/#'", target=stream)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        sql: str,
        target: Writable,
        partition_key: str | None = None,
        separator: str | None = None,
        batch_mode: bool = False,
        on_failure: sqs.IQueue | None = None,
        rule_name: str | None = None,
        description: str | None = None,
        enabled: bool = True,
    ) -> None:
        super().__init__(scope, id)
        written = target_of(target)
        _refuse_what_is_for_the_other(written, partition_key, separator, batch_mode)
        self.role = writer_role(self, SERVICE, written, conditions=for_this_account(self))
        self.on_failure = undelivered_queue(self, on_failure)
        allow_role(self.on_failure, self.role)
        role_arn = self.role.role_arn
        if written.kind == "kinesis":
            action = {
                "Kinesis": {
                    "StreamName": written.name,
                    "PartitionKey": partition_key or SPREAD_EVENLY,
                    "RoleArn": role_arn,
                }
            }
        else:
            action = {
                "Firehose": present(
                    {
                        "DeliveryStreamName": written.name,
                        "Separator": None if batch_mode else separator or LINE,
                        "BatchMode": batch_mode or None,
                        "RoleArn": role_arn,
                    }
                )
            }
        properties = present(
            {
                "RuleName": rule_name,
                "TopicRulePayload": {
                    "Sql": sql,
                    "Description": description,
                    "AwsIotSqlVersion": SQL_VERSION,
                    "RuleDisabled": None if enabled else True,
                    "Actions": [action],
                    "ErrorAction": {"Sqs": {"QueueUrl": self.on_failure.queue_url, "RoleArn": role_arn}},
                },
            }
        )
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.resource = iot.CfnTopicRule(self, "Resource", **l1.arguments(iot.CfnTopicRuleProps, properties))
        self.resource.node.add_dependency(*permissions(self.role))


def _refuse_what_is_for_the_other(
    target: Target, partition_key: str | None, separator: str | None, batch_mode: bool
) -> None:
    if target.kind == "firehose" and partition_key is not None:
        raise ValueError("partition_key is for data streams, and a delivery stream has none: leave it out")
    if target.kind == "kinesis" and (separator is not None or batch_mode):
        raise ValueError("separator and batch_mode are for delivery streams: leave them out")
    if batch_mode and separator is not None:
        raise ValueError("separator has no effect in batch mode: leave one of them out")
