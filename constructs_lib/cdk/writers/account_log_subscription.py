"""What all log groups of an account collect, sent on as it arrives."""

from __future__ import annotations

import json
from collections.abc import Sequence

from aws_cdk import Names, Stack
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.delivery import DeliveryStream
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.log_subscription import SERVICE, distribution_of, pattern_of
from constructs_lib.cdk.writers.roles import for_logs_of_this_account, writer_role
from constructs_lib.cdk.writers.targets import Writable, target_of

TYPE = "AWS::Logs::AccountPolicy"
ARGUMENTS = {"PolicyName": "policy_name", "PolicyDocument": "target", "SelectionCriteria": "excluded"}
CRITERION = "LogGroupName NOT IN"


class AccountLogSubscription(Construct):
    """Send the events of all log groups of the account and region to a stream or a delivery stream.

    An account has one such policy in a region. The log of a delivery stream of this app is left out, or its errors
    would be delivered, fail, and be logged again without an end; the logs of what reads the target, such as a
    transform, have to be named in `excluded`.

    Args:
        scope: the parent.
        id: unique in the scope.
        target: a data stream or a delivery stream that takes direct puts.
        excluded: log groups that are not sent.
        filter_pattern: which events; all of them unless given.
        distribution: as of `LogSubscription`.
        policy_name: made of the construct's path unless given.

    Attributes:
        role: the role that CloudWatch Logs writes with.
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the subscription.
        ValueError: a distribution was given and the target has no shards.

    Example:
        >>> AccountLogSubscription(self, "AllLogs", target=delivery, excluded=[transform_log])  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        target: Writable,
        excluded: Sequence[logs.ILogGroup] = (),
        filter_pattern: logs.IFilterPattern | None = None,
        distribution: logs.Distribution | None = None,
        policy_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        written = target_of(target)
        self.role = writer_role(self, SERVICE, written, conditions=for_logs_of_this_account(self))
        own_log = [target.log_group] if isinstance(target, DeliveryStream) else []
        left_out = [group.log_group_name for group in (*own_log, *excluded)]
        document = present(
            {
                "DestinationArn": written.arn,
                "Distribution": distribution_of(written.kind, distribution),
                "FilterPattern": pattern_of(filter_pattern),
                "RoleArn": self.role.role_arn,
            }
        )
        properties = present(
            {
                "PolicyName": policy_name or Names.unique_resource_name(self),
                "PolicyType": "SUBSCRIPTION_FILTER_POLICY",
                "PolicyDocument": Stack.of(self).to_json_string(document),
                "Scope": "ALL",
                "SelectionCriteria": f"{CRITERION} {json.dumps(left_out)}" if left_out else None,
            }
        )
        approval = approve(
            path_of(scope, id),
            TYPE,
            # The text that the CDK makes is one token, into which the policy could not look.
            {**properties, "PolicyDocument": json.dumps(document)},
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.resource = logs.CfnAccountPolicy(self, "Resource", **l1.arguments(logs.CfnAccountPolicyProps, properties))
        self.resource.node.add_dependency(*permissions(self.role))
