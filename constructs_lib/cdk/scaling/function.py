"""The function that changes the shard count of a stream: its code, its role, its log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.consumers.failure_destination import failure_queue
from constructs_lib.cdk.functions import ordered_by_reference, write_log
from constructs_lib.cdk.package_files import copy_package
from constructs_lib.runtime.shard_scaling_handler import Settings

FILES = ("__init__.py", "runtime/*.py", "limits/*.py", "limits/facts/kinesis.json", "limits/facts/lambda.json")
HANDLER = "constructs_lib.runtime.shard_scaling_function.handler"
ENVIRONMENT = "SETTINGS"
RUNTIME = lambda_.Runtime.PYTHON_3_14
TIMEOUT_SECONDS = 60
MEMORY_MIB = 256
STREAM_ACTIONS = (
    "kinesis:AddTagsToStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:ListShards",
    "kinesis:ListTagsForStream",
    "kinesis:UpdateShardCount",
)
ALARM_ACTIONS = ("cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:SetAlarmState")
METRICS_HAVE_NO_ARN = "CloudWatch knows no resource for metrics, which the function only reads"


class ScalingFunction(Construct):
    """Define the function, with a role that may change this stream and these alarms alone.

    Args:
        scope: the parent.
        id: unique in the scope.
        settings: what the function is told.
        alarms: ARNs of the alarms that it lets follow the shard count.
        log_retention: of its log.

    Attributes:
        function: the function.
        log_group: receives one line for each look at the stream.
        failures: the queue of calls that failed three times.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        alarms: Sequence[str],
        log_retention: logs.RetentionDays,
    ) -> None:
        super().__init__(scope, id)
        self.log_group = logs.LogGroup(self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY)
        self.failures = failure_queue(self, "Failures")
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description="Changes the number of shards of a stream",
            inline_policies={"Scale": self._permissions(settings.stream, alarms)},
        )
        acknowledge_wildcards(role, METRICS_HAVE_NO_ARN, ["*"])
        with _code() as code:
            self.function = lambda_.Function(
                self,
                "Function",
                runtime=RUNTIME,
                architecture=lambda_.Architecture.ARM_64,
                handler=HANDLER,
                code=code,
                description="Changes the number of shards of a stream as its load asks for",
                timeout=Duration.seconds(TIMEOUT_SECONDS),
                memory_size=MEMORY_MIB,
                environment={ENVIRONMENT: Stack.of(self).to_json_string(settings.write())},
                log_group=self.log_group,
                role=iam.Role.without_policy_updates(role),
                dead_letter_queue=self.failures,
            )
        ordered_by_reference(self.function)

    def _permissions(self, stream: str, alarms: Sequence[str]) -> iam.PolicyDocument:
        """Part of the role itself, so that not even the first call finds it missing."""
        return iam.PolicyDocument(
            statements=[
                iam.PolicyStatement(actions=list(STREAM_ACTIONS), resources=[stream]),
                iam.PolicyStatement(actions=list(ALARM_ACTIONS), resources=list(alarms)),
                iam.PolicyStatement(actions=["cloudwatch:GetMetricData"], resources=["*"]),
                write_log(self.log_group),
                iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[self.failures.queue_arn]),
            ]
        )


@contextmanager
def _code() -> Iterator[lambda_.Code]:
    """Copy what the function needs into a folder that lives until the CDK has staged it."""
    with TemporaryDirectory(prefix="function-") as folder:
        copy_package(Path(folder), FILES)
        yield lambda_.Code.from_asset(folder)
