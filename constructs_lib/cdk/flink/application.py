"""A Flink application that runs on Managed Service for Apache Flink."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisanalyticsv2 as analytics
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.consumers.function_consumer import CONSUMER_ACTIONS, READ_ACTIONS
from constructs_lib.cdk.consumers.registration import register
from constructs_lib.cdk.flink.access import FlinkLog, allow_code, enter_vpc, flink_role
from constructs_lib.cdk.flink.code import CodeLocation, FlinkCode
from constructs_lib.cdk.flink.settings import CUSTOM, Checkpoints, FlinkRuntime, LogLevel, MetricsLevel, Parallelism
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole

TYPE = "AWS::KinesisAnalyticsV2::Application"
DEFAULT_LOG_RETENTION = logs.RetentionDays.ONE_MONTH
DEFAULT_LOG_LEVEL = LogLevel.INFO
DEFAULT_METRICS_LEVEL = MetricsLevel.APPLICATION
DEFAULT_PARALLELISM = Parallelism()
WRITE_ACTIONS = ("kinesis:PutRecord", "kinesis:PutRecords")
FLINK = "ApplicationConfiguration.FlinkApplicationConfiguration"
ARGUMENTS = {
    "ApplicationName": "application_name",
    "RuntimeEnvironment": "runtime",
    "ApplicationConfiguration.EnvironmentProperties.PropertyGroups": "properties",
    "ApplicationConfiguration.VpcConfigurations": "vpc",
    "ApplicationConfiguration.VpcConfigurations[].SubnetIds": "subnets",
    "ApplicationConfiguration.VpcConfigurations[].SecurityGroupIds": "security_groups",
    f"{FLINK}.CheckpointConfiguration.CheckpointInterval": "checkpoints.interval",
    f"{FLINK}.CheckpointConfiguration.MinPauseBetweenCheckpoints": "checkpoints.pause",
    f"{FLINK}.MonitoringConfiguration.MetricsLevel": "metrics_level",
    f"{FLINK}.ParallelismConfiguration.Parallelism": "parallelism.tasks",
    f"{FLINK}.ParallelismConfiguration.ParallelismPerKPU": "parallelism.per_unit",
}


class FlinkApplication(Construct):
    """Define a Flink application with its role and its log: state is saved, snapshots are kept, updates roll back.

    CloudFormation creates the application, but does not start it: whoever deploys it the first time calls
    `aws kinesisanalyticsv2 start-application`. Updates of a running one restart it from a snapshot.

    Args:
        scope: the parent.
        id: unique in the scope.
        runtime: the release that the code was built for.
        code: `FlinkCode.from_asset(...)` or `FlinkCode.from_bucket(...)`.
        properties: what the code reads at run time, by group: `{"source": {"stream": "flights"}}`. No secrets: they
            can be read in the console.
        parallelism: one task unless given, scaled by the service.
        checkpoints: each minute unless given.
        snapshots: keep the state over updates and stops; yes unless given.
        rollback: go back to the running version when an update fails; yes unless given.
        log_level: INFO unless given.
        metrics_level: of the application alone unless given.
        log_retention: one month unless given.
        vpc: run in a VPC, without a way to the internet of its own; not unless given.
        subnets: those of the VPC that are private unless given.
        security_groups: one that lets nothing out but what `connections` allows unless given.
        application_name: CloudFormation makes one unless given.
        description: for the console.

    Attributes:
        application: the application.
        application_name: what it is called.
        runtime: the release of Flink.
        role: what it runs as; grant it what else it uses.
        log_group: of the application.
        connections: its security groups, if it runs in a VPC.
        definition: what was checked of the application.

    Raises:
        InvalidProperties: with every finding of the policy about the application.
        ValueError: a unit cannot be converted to that of its property.

    Example:
        >>> app = FlinkApplication(
        ...     self, "Scores", runtime=FlinkRuntime.FLINK_1_20, code=FlinkCode.from_asset("target/scores.jar")
        ... )  # doctest: +SKIP
        >>> app.grant_read_from(stream)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        runtime: FlinkRuntime,
        code: FlinkCode,
        properties: Mapping[str, Mapping[str, str]] | None = None,
        parallelism: Parallelism = DEFAULT_PARALLELISM,
        checkpoints: Checkpoints | None = None,
        snapshots: bool = True,
        rollback: bool = True,
        log_level: LogLevel = DEFAULT_LOG_LEVEL,
        metrics_level: MetricsLevel = DEFAULT_METRICS_LEVEL,
        log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION,
        vpc: ec2.IVpc | None = None,
        subnets: Sequence[ec2.ISubnet] = (),
        security_groups: Sequence[ec2.ISecurityGroup] = (),
        application_name: str | None = None,
        description: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        if vpc is None and (subnets or security_groups):
            raise ValueError("subnets and security_groups belong to a VPC: give vpc, too")
        self.runtime = runtime
        self.role = flink_role(self, "Role")
        location = code.locate(self)
        allow_code(self.role, location)
        log = FlinkLog(self, "Log", retention=log_retention)
        log.allow(self.role)
        self.log_group = log.group
        self.connections: ec2.Connections | None = None
        networks: list[dict[str, Any]] | None = None
        if vpc is not None:
            self.connections, networks = enter_vpc(self, self.role, vpc, subnets, security_groups)
        given = present(
            {
                "ApplicationName": application_name,
                "ApplicationDescription": description,
                "ApplicationMode": "STREAMING",
                "RuntimeEnvironment": runtime.value,
                "ServiceExecutionRole": self.role.role_arn,
                "ApplicationConfiguration": {
                    "ApplicationCodeConfiguration": _code(location),
                    "ApplicationSnapshotConfiguration": {"SnapshotsEnabled": snapshots},
                    "ApplicationSystemRollbackConfiguration": {"RollbackEnabled": rollback},
                    "EnvironmentProperties": _environment(properties) if properties else None,
                    "FlinkApplicationConfiguration": {
                        "CheckpointConfiguration": (checkpoints or Checkpoints()).properties(),
                        "MonitoringConfiguration": {
                            "ConfigurationType": CUSTOM,
                            "LogLevel": log_level.value,
                            "MetricsLevel": metrics_level.value,
                        },
                        "ParallelismConfiguration": parallelism.properties(),
                    },
                    "VpcConfigurations": networks,
                },
            }
        )
        approval = approve(path_of(self, "Application"), TYPE, given, arguments=ARGUMENTS)
        self.definition = approval.annotate(self)
        self.application = analytics.CfnApplication(
            self, "Application", **l1.arguments(analytics.CfnApplicationProps, given)
        )
        self.application.node.add_dependency(*permissions(self.role))
        self.application_name = self.application.ref
        self._write_to(log)

    def grant_read_from(self, stream: kinesis.IStream, *, consumer_name: str | None = None) -> None:
        """Let the application read a stream.

        Args:
            stream: any stream.
            consumer_name: register a consumer of this name, with a throughput of its own, for a source that does not
                manage its consumer itself (`SELF_MANAGED`); the application polls unless given.

        Source: apache/flink-connector-aws, `KinesisStreamsSource`.
        """
        stream.grant(self.role, *READ_ACTIONS)
        if consumer_name is not None:
            registration = register(self, f"{stream.node.id}Consumer", stream=stream, name=consumer_name)
            registration.consumer.grant(self.role, *CONSUMER_ACTIONS)
        if stream.encryption_key is not None:
            stream.encryption_key.grant_decrypt(self.role)

    def grant_write_to(self, stream: kinesis.IStream) -> None:
        """Let the application put records into a stream."""
        stream.grant(self.role, *WRITE_ACTIONS)
        if stream.encryption_key is not None:
            stream.encryption_key.grant(self.role, "kms:GenerateDataKey")

    def _write_to(self, log: FlinkLog) -> None:
        option = analytics.CfnApplicationCloudWatchLoggingOption
        option(
            self,
            "Logging",
            application_name=self.application_name,
            cloud_watch_logging_option=option.CloudWatchLoggingOptionProperty(log_stream_arn=log.stream_arn),
        )


def _code(location: CodeLocation) -> dict[str, Any]:
    content = {
        "BucketARN": location.bucket.bucket_arn,
        "FileKey": location.key,
        "ObjectVersion": location.version,
    }
    return {"CodeContentType": "ZIPFILE", "CodeContent": {"S3ContentLocation": content}}


def _environment(groups: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {"PropertyGroups": [{"PropertyGroupId": name, "PropertyMap": dict(group)} for name, group in groups.items()]}
