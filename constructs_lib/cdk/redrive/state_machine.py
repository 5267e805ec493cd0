"""A redrive over any number of failure objects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aws_cdk import ArnFormat, Aws, RemovalPolicy, Size, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge, acknowledge_wildcards
from constructs_lib.cdk.redrive.definition import LABEL, Parts, Shape, definition
from constructs_lib.cdk.redrive.function import RESULTS, RedriveFunction
from constructs_lib.cdk.tokens import is_token
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.targets import Writable, target_of

DEFAULT_MAX_CONCURRENCY = 10
DEFAULT_BATCH_OBJECTS = 100
DEFAULT_TOLERATED_PERCENTAGE = 5
DEFAULT_MEMORY_MEBIBYTES = 1769
"""One whole processor. Source: Lambda Developer Guide, "Configure Lambda function memory"."""
DEFAULT_LOG_RETENTION = logs.RetentionDays.ONE_MONTH
WRITE_RESULTS = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")
"""Source: Step Functions Developer Guide, "IAM policies for using Distributed Map states"."""
DELIVER_LOGS = (
    *("logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies"),
    *("logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery"),
)
TRACE = (*("xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"),)
NO_TRACES = "the report counts what became of every record; tracing=True follows each call, for its price"
KEYS_ARE_STEP_FUNCTIONS = (
    "Step Functions chooses the keys of the results of a map, and knows no resource for log delivery"
)
CHILDREN_HAVE_NO_NAMES = "Step Functions names the executions that the map starts"


class RedriveStateMachine(Construct):
    """Send the records of failure objects again, with the code of `kinesis-constructs redrive`, many at a time.

    An execution lists the objects, hands them out in batches, and ends with a report. Its input is
    `{"prefix": "...", "only": "processing", "since": "2026-11-01T00:00:00Z", "dry_run": true}`, each of which may be
    left out, as in `aws stepfunctions start-execution --state-machine-arn ... --input '{"dry_run": true}'`.

    All results are below `redrive/EXECUTION/` of the prefix: `report.json`, whose numbers add up, and which is there
    from the beginning, so that nothing is sent where nothing could be kept; `failed/` with the records that failed
    again, which a further execution reads when this is its prefix; and `batches/` by Step Functions. The output of the
    execution is the report.

    Each execution sends everything that it is told to: what an earlier one has sent is sent again. Within one, only a
    batch whose function was killed is sent again, at most twice. A record that came from a data stream keeps its
    partition key, any other gets its record id, the same in each run and in the command, so that consumers can tell.
    Where more batches fail than are tolerated, the execution fails, and `aws stepfunctions redrive-execution` goes on
    with those.

    Args:
        scope: the parent.
        id: unique in the scope.
        bucket: a `FailureBucket`, or any bucket with failure objects, of this account and region.
        target: an `IStream` or `IDeliveryStream`.
        prefix: how the keys of the objects begin; nothing else can be read. All of the bucket unless given.
        transform: a Python file that repairs records with `transform(record: bytes) -> bytes | None`; it may import
            the standard library and boto3.
        max_concurrency: batches that are worked on at a time; 10 unless given. The target must take what they send.
        batch_objects: objects in a batch at most; 100 unless given.
        tolerated_failure_percentage: of the objects may be in batches that fail; 5 unless given. A record that fails
            again is kept and fails no batch.
        read_again: streams of which records are read that failure documents name by their position alone.
        memory: of the function, which holds one object and its records; 1,769 MiB unless given.
        log_retention: of the logs of function and executions; one month unless given.
        tracing: whether X-Ray follows the executions; not unless given.

    Attributes:
        state_machine: an L2 `StateMachine`: `grant_start_execution`, metrics.
        function: the function that sends.
        function_log_group: its log.
        log_group: what the executions did, without data.

    Raises:
        ValueError: a number is out of bounds, the prefix is a token, or there is no such transform.
        TypeError: the target is neither a stream nor a delivery stream.

    Example:
        >>> from aws_cdk import App, Stack
        >>> from constructs_lib.cdk import DataStream, FailureBucket
        >>> stack = Stack(App(), "Redrive")
        >>> failures, stream = FailureBucket(stack, "Failures"), DataStream(stack, "Flights")
        >>> RedriveStateMachine(stack, "Again", bucket=failures, target=stream, prefix="errors/").node.path
        'Redrive/Again'

    Source: Step Functions Developer Guide, Distributed Map state.
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        target: Writable,
        prefix: str = "",
        transform: str | Path | None = None,
        max_concurrency: int = DEFAULT_MAX_CONCURRENCY,
        batch_objects: int = DEFAULT_BATCH_OBJECTS,
        tolerated_failure_percentage: int = DEFAULT_TOLERATED_PERCENTAGE,
        read_again: Sequence[kinesis.IStream] = (),
        memory: Size | None = None,
        log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION,
        tracing: bool = False,
    ) -> None:
        super().__init__(scope, id)
        if is_token(prefix):
            raise ValueError("prefix holds a token: give text, which permissions and results are named by")
        shape = Shape(batches=max_concurrency, objects=batch_objects, tolerated_percentage=tolerated_failure_percentage)
        sender = RedriveFunction(
            self,
            "Sender",
            bucket=bucket,
            prefix=prefix,
            target=target_of(target),
            transform=transform,
            read_again=read_again,
            memory=memory or Size.mebibytes(DEFAULT_MEMORY_MEBIBYTES),
            log_retention=log_retention,
            tracing=tracing,
        )
        self.function, self.function_log_group = sender.function, sender.log_group
        self.log_group = logs.LogGroup(self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY)
        role = self._role(bucket, prefix, tracing)
        parts = Parts(partition=Aws.PARTITION, function=self.function.function_arn, bucket=bucket.bucket_name)
        self.state_machine = sfn.StateMachine(
            self,
            "StateMachine",
            comment="Sends failed records again",
            definition_body=sfn.DefinitionBody.from_string(Stack.of(self).to_json_string(definition(shape, parts))),
            # Without data: keys of objects are in the results, and may tell more than a log should.
            logs=sfn.LogOptions(destination=self.log_group, level=sfn.LogLevel.ALL, include_execution_data=False),
            role=iam.Role.without_policy_updates(role),
            tracing_enabled=tracing,
        )
        resource = self.state_machine.node.default_child
        assert isinstance(resource, sfn.CfnStateMachine)
        # The L2 orders the state machine after its role, which its reference to the role does already: cfn-lint W3005.
        resource.add_deletion_override("DependsOn")
        if not tracing:
            acknowledge(self.state_machine, NO_TRACES, "AwsSolutions-SF2")
        self._allow_children(role)

    def _role(self, bucket: s3.IBucket, prefix: str, tracing: bool) -> iam.Role:
        """Let the state machine list the objects, call the function and write results."""
        results = bucket.arn_for_objects(f"{prefix}{RESULTS}*")
        listing = {"StringLike": {"s3:prefix": f"{prefix}*"}} if prefix else None
        statements = [
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[self.function.function_arn]),
            iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket.bucket_arn], conditions=listing),
            iam.PolicyStatement(actions=list(WRITE_RESULTS), resources=[results]),
            iam.PolicyStatement(actions=[*DELIVER_LOGS, *(TRACE if tracing else ())], resources=["*"]),
        ]
        if bucket.encryption_key is not None:
            key = bucket.encryption_key.key_arn
            statements.append(iam.PolicyStatement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[key]))
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal(
                "states.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}}
            ),
            description="Hands out failure objects",
            inline_policies={"Redrive": iam.PolicyDocument(statements=statements)},
        )
        acknowledge_wildcards(role, KEYS_ARE_STEP_FUNCTIONS, [results, "*"])
        return role

    def _allow_children(self, role: iam.Role) -> None:
        """Let the map start, see and stop its executions; apart from the role, which the state machine waits for."""
        children = self._executions(":*")
        again = self._executions(f"/{LABEL}:*")
        policy = iam.Policy(
            self,
            "Children",
            roles=[role],
            statements=[
                iam.PolicyStatement(
                    actions=["states:StartExecution"], resources=[self.state_machine.state_machine_arn]
                ),
                iam.PolicyStatement(actions=["states:DescribeExecution", "states:StopExecution"], resources=[children]),
                iam.PolicyStatement(actions=["states:RedriveExecution"], resources=[again]),
            ],
        )
        acknowledge_wildcards(policy, CHILDREN_HAVE_NO_NAMES, [children, again])

    def _executions(self, which: str) -> str:
        return Stack.of(self).format_arn(
            service="states",
            resource="execution",
            resource_name=f"{self.state_machine.state_machine_name}{which}",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
