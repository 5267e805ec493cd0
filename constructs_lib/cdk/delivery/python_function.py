"""A Lambda function from a Python file, with its log group and its role."""

from __future__ import annotations

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.delivery.python_packaging import packaged
from constructs_lib.cdk.functions import ordered_by_reference, write_log
from constructs_lib.cdk.tokens import mebibytes
from constructs_lib.cdk.whole import whole


class PythonFunction(Construct):
    """Define a function with the runtime packed in, and a role that may write to its log group alone.

    Args:
        scope: the parent.
        id: unique in the scope.
        entry: the handler and what it needs.
        description: what the function does, for the console.

    Attributes:
        function: the function.
        log_group: receives what it prints.

    Raises:
        ValueError: the handler is not there, or a requirement has no wheel for the function's platform.

    Example:
        >>> PythonFunction(self, "Watch", entry=PythonEntry(path="functions/watch.py")).function
        ... # doctest: +SKIP
    """

    @whole
    def __init__(self, scope: Construct, id: str, *, entry: PythonEntry, description: str | None = None) -> None:
        super().__init__(scope, id)
        self.log_group = logs.LogGroup(self, "Log", retention=entry.log_retention, removal_policy=RemovalPolicy.DESTROY)
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"WriteLog": iam.PolicyDocument(statements=[write_log(self.log_group)])},
        )
        with packaged(entry, complete=Stack.of(self).bundling_required) as code:
            self.function = lambda_.Function(
                self,
                "Function",
                runtime=entry.runtime,
                architecture=entry.architecture,
                handler=".".join(entry.module_and_name),
                code=code,
                description=description,
                timeout=entry.timeout,
                memory_size=mebibytes(entry.memory, "entry.memory"),
                environment=dict(entry.environment),
                log_group=self.log_group,
                role=role,
            )
        ordered_by_reference(self.function)
