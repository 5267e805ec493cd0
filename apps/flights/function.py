"""A Lambda function, its log group and its role."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from apps.flights.packaging import packaged

RUNTIME = lambda_.Runtime.PYTHON_3_14
LOG_RETENTION = logs.RetentionDays.ONE_MONTH


class PipelineFunction(Construct):
    """Define a function on Graviton with the runtime packed in, and a role that may write to its log group alone.

    Attributes:
        function: the function.
        log_group: receives what it prints.

    Args:
        scope: the parent.
        id: unique in the scope.
        name: folder below `functions`.
        description: what the function does, for the console.
        timeout: of one batch.
        memory: also decides the share of a processor.
        environment: its variables.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        description: str,
        timeout: Duration,
        memory: Size,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.log_group = logs.LogGroup(self, "Log", retention=LOG_RETENTION)
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"WriteLog": self._write_log()},
        )
        with packaged(name) as code:
            self.function = lambda_.Function(
                self,
                "Function",
                runtime=RUNTIME,
                architecture=lambda_.Architecture.ARM_64,
                handler="index.handler",
                code=code,
                description=description,
                timeout=timeout,
                memory_size=memory.to_mebibytes(),
                environment=dict(environment or {}),
                log_group=self.log_group,
                role=role,
            )
        resource = self.function.node.default_child
        assert isinstance(resource, lambda_.CfnFunction)
        # the L2 orders the function after its role, which its reference to the role does already: cfn-lint W3005
        resource.add_deletion_override("DependsOn")

    def _write_log(self) -> iam.PolicyDocument:
        """Part of the role itself, so that not even the first call finds it missing."""
        statement = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[self.log_group.log_group_arn]
        )
        return iam.PolicyDocument(statements=[statement])
