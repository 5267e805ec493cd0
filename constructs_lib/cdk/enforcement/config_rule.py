"""An AWS Config rule that judges what already runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from aws_cdk import RemovalPolicy, Size, Stack
from aws_cdk import aws_config as config
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.delivery.python_entry import DEFAULT_LOG_RETENTION
from constructs_lib.cdk.enforcement.packaging import AUDIT_ROOMS
from constructs_lib.cdk.enforcement.policy_function import policy_function
from constructs_lib.cdk.functions import write_log
from constructs_lib.cdk.whole import whole
from constructs_lib.enforcement.audit_calls import TEMPLATE_CALLS, statements
from constructs_lib.enforcement.config_rule import CHANGES, SCHEDULED, TYPES
from constructs_lib.limits import limit
from constructs_lib.policy import Severity

HANDLER = "constructs_lib.operate.config_rule.handler"


class EvaluationFrequency(StrEnum):
    """How often Config asks about everything."""

    ONE_HOUR = "One_Hour"
    THREE_HOURS = "Three_Hours"
    SIX_HOURS = "Six_Hours"
    TWELVE_HOURS = "Twelve_Hours"
    DAY = "TwentyFour_Hours"


class PolicyConfigRule(Construct):
    """Define a Config rule that audits streams, consumers and delivery streams by the policy, whoever made them.

    Each is COMPLIANT, or NON_COMPLIANT with the finding in the annotation. What is found elsewhere, such as in an event
    source mapping, a role or an alarm, is said about the account. The account records with AWS Config already.

    Args:
        scope: the parent.
        id: unique in the scope.
        profile: the organisation's profile, packaged with the function.
        fail_on: the mildest severity that is not compliant.
        frequency: how often everything is audited; a day unless given, `None` for never.
        on_change: judge a resource when Config has recorded a change of it, too.
        architecture: arm64 unless given.
        memory: of the function; 1,024 MiB unless given.
        log_retention: a month unless given.

    Attributes:
        rule: the rule.
        function: audits.
        log_group: receives one line for each audit.

    Raises:
        InvalidProfile: the profile cannot be used.
        ValueError: the rule would never run, or a library has no wheel for the architecture.

    Example:
        >>> PolicyConfigRule(self, "Running")  # doctest: +SKIP

    Source: AWS Config Developer Guide, "Creating AWS Config Custom Lambda Rules".
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        profile: str | Path | None = None,
        fail_on: Severity = Severity.ERROR,
        frequency: EvaluationFrequency | None = EvaluationFrequency.DAY,
        on_change: bool = True,
        architecture: lambda_.Architecture = lambda_.Architecture.ARM_64,
        memory: Size | None = None,
        log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION,
    ) -> None:
        super().__init__(scope, id)
        if frequency is None and not on_change:
            raise ValueError("the rule would never run: give frequency=, on_change=True, or both")
        self.log_group = logs.LogGroup(self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY)
        self.function = policy_function(
            self,
            handler=HANDLER,
            description="Audits Kinesis and Firehose by the policy, for AWS Config",
            timeout_seconds=int(limit("lambda-timeout").high),
            role=self._role(),
            log_group=self.log_group,
            profile=profile,
            fail_on=fail_on,
            architecture=architecture,
            memory=memory,
            rooms=AUDIT_ROOMS,
        )
        allowed = lambda_.CfnPermission(
            self,
            "Invoke",
            action="lambda:InvokeFunction",
            function_name=self.function.function_arn,
            principal="config.amazonaws.com",
            source_account=Stack.of(self).account,
        )
        self.rule = config.CfnConfigRule(
            self,
            "Rule",
            description="Streams, consumers and delivery streams keep the policy for Kinesis and Firehose",
            scope=config.CfnConfigRule.ScopeProperty(compliance_resource_types=list(TYPES)) if on_change else None,
            source=config.CfnConfigRule.SourceProperty(
                owner="CUSTOM_LAMBDA",
                source_identifier=self.function.function_arn,
                source_details=_triggers(frequency, on_change=on_change),
            ),
        )
        self.rule.node.add_dependency(allowed)  # Config refuses a rule whose function it may not invoke

    def _role(self) -> iam.Role:
        tell = iam.PolicyStatement(actions=["config:PutEvaluations"], resources=["*"])
        read = [
            iam.PolicyStatement(actions=each["Action"], resources=[self._here(arn) for arn in each["Resource"]])
            for each in statements(without=TEMPLATE_CALLS)
        ]
        return iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description="Reads what streams, and tells AWS Config; changes nothing else",
            inline_policies={
                "WriteLog": iam.PolicyDocument(statements=[write_log(self.log_group)]),
                "Audit": iam.PolicyDocument(statements=read),
                "Tell": iam.PolicyDocument(statements=[tell]),
            },
        )

    def _here(self, arn: str) -> str:
        """Narrow an ARN of any place to this one."""
        stack = Stack.of(self)
        own = arn.replace(":*:*:", f":{stack.region}:{stack.account}:", 1)
        return own.replace("arn:aws:", f"arn:{stack.partition}:", 1)


def _triggers(frequency: EvaluationFrequency | None, *, on_change: bool) -> list[Any]:
    """Say what makes Config ask: changes, the time, or both."""
    kinds: list[tuple[str, str | None]] = [(kind, None) for kind in CHANGES] if on_change else []
    if frequency is not None:
        kinds.append((SCHEDULED, frequency.value))
    return [
        config.CfnConfigRule.SourceDetailProperty(
            event_source="aws.config", message_type=kind, maximum_execution_frequency=often
        )
        for kind, often in kinds
    ]
