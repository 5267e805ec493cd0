"""What every function that the constructs define has in common."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs


def write_log(log_group: logs.ILogGroup) -> iam.PolicyStatement:
    """Allow writing into one log group; inline in a role, so that not even the first call finds it missing."""
    return iam.PolicyStatement(
        actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log_group.log_group_arn]
    )


def ordered_by_reference(function: lambda_.Function) -> lambda_.CfnFunction:
    """Take the order after its role off a function, which the reference to the role says already: cfn-lint W3005.

    Args:
        function: one whose role holds its permissions inline.

    Returns:
        The resource.
    """
    resource = function.node.default_child
    assert isinstance(resource, lambda_.CfnFunction)
    resource.add_deletion_override("DependsOn")
    return resource
