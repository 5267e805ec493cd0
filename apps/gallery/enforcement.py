"""The policy inside an account."""

from __future__ import annotations

from aws_cdk import Stack
from constructs import Construct

from constructs_lib.cdk import FailureMode, PolicyHook, StackFilter, TargetOperation


class Enforcement(Stack):
    """Define a hook that refuses, and one that only warns.

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
