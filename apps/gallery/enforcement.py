"""The policy inside an account."""

from __future__ import annotations

from aws_cdk import Stack
from constructs import Construct

from constructs_lib.cdk import (
    EvaluationFrequency,
    FailureMode,
    PolicyConfigRule,
    PolicyHook,
    StackFilter,
    TargetOperation,
)


class Enforcement(Stack):
    """Define a hook that refuses, one that only warns, and rules of AWS Config for what runs.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: the policy inside an account")
        PolicyHook(self, "Refusing", stack_filter=StackFilter(exclude=["sandbox-*"]))
        PolicyHook(
            self,
            "Warning",
            alias="KinesisConstructs::Policy::Warn",
            failure_mode=FailureMode.WARN,
            target_operations=[TargetOperation.CHANGE_SET],
        )
        PolicyConfigRule(self, "Running")
        PolicyConfigRule(self, "Hourly", frequency=EvaluationFrequency.ONE_HOUR, on_change=False)
