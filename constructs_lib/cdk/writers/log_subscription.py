"""What a log group collects, sent on as it arrives."""

from __future__ import annotations

from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.roles import for_logs_of_this_account, writer_role
from constructs_lib.cdk.writers.targets import Writable, target_of

TYPE = "AWS::Logs::SubscriptionFilter"
SERVICE = "logs.amazonaws.com"
EVERYTHING = ""
DEFAULT_DISTRIBUTION = logs.Distribution.BY_LOG_STREAM
DISTRIBUTIONS = {logs.Distribution.BY_LOG_STREAM: "ByLogStream", logs.Distribution.RANDOM: "Random"}
ARGUMENTS = {
    "DestinationArn": "target",
    "LogGroupName": "log_group",
    "FilterPattern": "filter_pattern",
    "FilterName": "filter_name",
    "Distribution": "distribution",
}


class LogSubscription(Construct):
    """Send the events of a log group to a stream or a delivery stream.

    CloudWatch Logs tries the target while the subscription is made, so it waits for the permission to write. Records
    arrive compressed with GZIP, many events in each: a consumer unpacks them, and a delivery stream that does not
    should not compress them again.

    Args:
        scope: the parent.
        id: unique in the scope.
        log_group: whose events are sent. Not the log of the target's own consumers, which would never end.
        target: a data stream or a delivery stream that takes direct puts.
        filter_pattern: which events; all of them unless given.
        distribution: which shard of a data stream gets an event; one for each log stream unless given, which keeps
            the order of its events.
        filter_name: CloudFormation makes one unless given.

    Attributes:
        role: the role that CloudWatch Logs writes with.
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the subscription.
        ValueError: a distribution was given and the target has no shards.

    Example:
        >>> LogSubscription(self, "ToLake", log_group=group, target=delivery)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        log_group: logs.ILogGroup,
        target: Writable,
        filter_pattern: logs.IFilterPattern | None = None,
        distribution: logs.Distribution | None = None,
        filter_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        written = target_of(target)
        self.role = writer_role(self, SERVICE, written, conditions=for_logs_of_this_account(self))
        properties = present(
            {
                "DestinationArn": written.arn,
                "Distribution": distribution_of(written.kind, distribution),
                "FilterName": filter_name,
                "FilterPattern": pattern_of(filter_pattern),
                "LogGroupName": log_group.log_group_name,
                "RoleArn": self.role.role_arn,
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
        self.resource = logs.CfnSubscriptionFilter(
            self, "Resource", **l1.arguments(logs.CfnSubscriptionFilterProps, properties)
        )
        self.resource.node.add_dependency(*permissions(self.role))


def pattern_of(filter_pattern: logs.IFilterPattern | None) -> str:
    """Give the text of a filter pattern; without one, that which every event matches."""
    return EVERYTHING if filter_pattern is None else filter_pattern.log_pattern_string


def distribution_of(kind: str, distribution: logs.Distribution | None) -> str | None:
    """Give CloudWatch Logs' name of a distribution over shards.

    Raises:
        ValueError: the target has no shards.
    """
    if kind == "kinesis":
        return DISTRIBUTIONS[distribution or DEFAULT_DISTRIBUTION]
    if distribution is not None:
        raise ValueError("distribution spreads events over shards, and a delivery stream has none: leave it out")
    return None
