"""A CloudFormation hook that refuses stacks which the policy refuses, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from aws_cdk import CfnLambdaHook, RemovalPolicy, Size, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.delivery.python_entry import DEFAULT_LOG_RETENTION
from constructs_lib.cdk.enforcement.policy_function import policy_function
from constructs_lib.cdk.functions import write_log
from constructs_lib.cdk.whole import whole
from constructs_lib.enforcement.hook import UPDATES_VARIABLE
from constructs_lib.limits import limit
from constructs_lib.policy import Severity

HANDLER = "constructs_lib.enforcement.hook.handler"
DEFAULT_ALIAS = "KinesisConstructs::Policy::Check"
TIMEOUT_SECONDS = int(limit("cloudformation-hook-seconds").high) - 1
"""Below what CloudFormation waits, so that its end is the function's own."""


class FailureMode(StrEnum):
    """What CloudFormation does where the hook refuses."""

    FAIL = "FAIL"
    WARN = "WARN"


class TargetOperation(StrEnum):
    """What the hook is asked about."""

    STACK = "STACK"
    CHANGE_SET = "CHANGE_SET"


@dataclass(frozen=True, kw_only=True)
class StackFilter:
    """Which stacks the hook is asked about, by name.

    Attributes:
        include: only these, where there are any; `*` at the end stands for any rest.
        exclude: never these.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()


class PolicyHook(Construct):
    """Define a hook that judges every stack and change set of this account and region by the policy.

    A refusal names the findings and what to do about them. An update is compared with what is deployed, so that none
    replaces a stream and loses its records. Start with `failure_mode=FailureMode.WARN` to see what would be refused.

    Args:
        scope: the parent.
        id: unique in the scope.
        alias: the hook's type name, three words joined by `::`; one for each account and region.
        profile: the organisation's profile, packaged with the function.
        fail_on: the mildest severity that is refused.
        failure_mode: refuse, or warn only.
        target_operations: stacks, change sets, or both.
        stack_filter: all stacks, unless given.
        updates: refuse updates that would lose records, too; CloudFormation gives the deployed template for stacks, not
            for change sets, so that this needs `TargetOperation.STACK`.
        enabled: whether CloudFormation asks at all.
        architecture: arm64 unless given.
        memory: of the function; 1,024 MiB unless given.
        log_retention: a month unless given.

    Attributes:
        hook: the hook.
        function: decides.
        log_group: receives one line for each decision.

    Raises:
        InvalidProfile: the profile cannot be used.
        ValueError: nothing is to be judged, or a library has no wheel for the architecture.

    Example:
        >>> PolicyHook(self, "Policy", failure_mode=FailureMode.WARN)  # doctest: +SKIP

    Source: CloudFormation User Guide, AWS::CloudFormation::LambdaHook, as aws-cdk-lib 2.275 has it.
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        alias: str = DEFAULT_ALIAS,
        profile: str | Path | None = None,
        fail_on: Severity = Severity.ERROR,
        failure_mode: FailureMode = FailureMode.FAIL,
        target_operations: Sequence[TargetOperation] = tuple(TargetOperation),
        stack_filter: StackFilter | None = None,
        updates: bool = True,
        enabled: bool = True,
        architecture: lambda_.Architecture = lambda_.Architecture.ARM_64,
        memory: Size | None = None,
        log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION,
    ) -> None:
        super().__init__(scope, id)
        if not target_operations:
            raise ValueError("target_operations is empty: name stacks, change sets, or both")
        self.log_group = logs.LogGroup(self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY)
        self.function = policy_function(
            self,
            handler=HANDLER,
            description="Judges stacks by the policy for Kinesis and Firehose",
            timeout_seconds=TIMEOUT_SECONDS,
            role=self._function_role(),
            log_group=self.log_group,
            profile=profile,
            fail_on=fail_on,
            architecture=architecture,
            memory=memory,
            environment={} if updates else {UPDATES_VARIABLE: "ignore"},
        )
        self.hook = CfnLambdaHook(
            self,
            "Hook",
            alias=alias,
            execution_role=self._execution_role().role_arn,
            failure_mode=failure_mode.value,
            hook_status="ENABLED" if enabled else "DISABLED",
            lambda_function=self.function.function_arn,
            target_operations=[operation.value for operation in target_operations],
            stack_filters=_filters(stack_filter),
        )

    def _function_role(self) -> iam.Role:
        return iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description="Judges stacks; reads nothing of this account",
            inline_policies={"WriteLog": iam.PolicyDocument(statements=[write_log(self.log_group)])},
        )

    def _execution_role(self) -> iam.Role:
        allowed = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[self.function.function_arn])
        account = {"StringEquals": {"aws:SourceAccount": Stack.of(self).account}}
        return iam.Role(
            self,
            "ExecutionRole",
            assumed_by=iam.ServicePrincipal("hooks.cloudformation.amazonaws.com", conditions=account),
            description="Lets CloudFormation ask the hook's function",
            inline_policies={"Invoke": iam.PolicyDocument(statements=[allowed])},
        )


def _filters(given: StackFilter | None) -> CfnLambdaHook.StackFiltersProperty | None:
    if given is None or not (given.include or given.exclude):
        return None
    names = CfnLambdaHook.StackNamesProperty(include=list(given.include) or None, exclude=list(given.exclude) or None)
    return CfnLambdaHook.StackFiltersProperty(filtering_criteria="ALL", stack_names=names)
