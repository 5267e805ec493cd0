"""The function that sends what is in failure objects again: its code, its role, its log."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.delivery import PythonEntry
from constructs_lib.cdk.functions import ordered_by_reference, write_log
from constructs_lib.cdk.package_files import copy_package
from constructs_lib.cdk.tokens import mebibytes
from constructs_lib.cdk.writers.targets import Target
from constructs_lib.limits import limit

FILES = (
    "__init__.py",
    *("operate/*.py", "operate/failures/**/*.py", "operate/redrive/*.py", "runtime/*.py", "limits/*.py"),
    *(f"limits/facts/{service}.json" for service in ("kinesis", "firehose", "lambda")),
)
HANDLER = "constructs_lib.operate.redrive.function.handler"
TRANSFORM = "redrive_transform.py"
RUNTIME = lambda_.Runtime.PYTHON_3_14
TIMEOUT_SECONDS = int(limit("lambda-timeout").high)
RESULTS = "redrive/"
PUT = {"kinesis": ("stream", "kinesis:PutRecords"), "firehose": ("delivery", "firehose:PutRecordBatch")}
READ = ("kinesis:GetRecords", "kinesis:GetShardIterator")
TRACE = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
KEYS_ARE_MANY = "it reads all objects below its prefix and writes what failed again below `redrive/` there"


class RedriveFunction(Construct):
    """Define the function, with a role that may read these objects and write into this target alone.

    Args:
        scope: the parent.
        id: unique in the scope.
        bucket: where the objects are.
        prefix: how their keys begin.
        target: where the records go.
        transform: a Python file with `transform(record: bytes) -> bytes | None`.
        read_again: streams of which records are read that are known by their position alone.
        memory: of the function.
        log_retention: of its log.
        tracing: whether X-Ray follows its calls.

    Attributes:
        function: the function.
        log_group: receives its errors.

    Raises:
        ValueError: there is no such transform.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        prefix: str,
        target: Target,
        transform: str | Path | None,
        read_again: Sequence[kinesis.IStream],
        memory: Size,
        log_retention: logs.RetentionDays,
        tracing: bool,
    ) -> None:
        super().__init__(scope, id)
        kind, action = PUT[target.kind]
        self.log_group = logs.LogGroup(self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY)
        objects = bucket.arn_for_objects(f"{prefix}*")
        results = bucket.arn_for_objects(f"{prefix}{RESULTS}*")
        listing = {"StringLike": {"s3:prefix": f"{prefix}*"}} if prefix else None
        statements = [
            iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket.bucket_arn], conditions=listing),
            _allow(["s3:GetObject"], objects),
            _allow(["s3:PutObject"], results),
            _allow([action], target.arn),
            write_log(self.log_group),
            *_keys(bucket, target, read_again),
            *(_allow(READ, stream.stream_arn) for stream in read_again),
            *([_allow(TRACE, "*")] if tracing else []),
        ]
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description="Sends failed records again",
            # Part of the role itself, so that not even the first call finds it missing.
            inline_policies={"Redrive": iam.PolicyDocument(statements=statements)},
        )
        acknowledge_wildcards(role, KEYS_ARE_MANY, [objects, results, "*"] if tracing else [objects, results])
        with _code(transform) as code:
            self.function = lambda_.Function(
                self,
                "Function",
                runtime=RUNTIME,
                architecture=lambda_.Architecture.ARM_64,
                handler=HANDLER,
                code=code,
                description="Sends failed records again",
                timeout=Duration.seconds(TIMEOUT_SECONDS),
                memory_size=mebibytes(memory, "memory"),
                environment={"BUCKET": bucket.bucket_name, "PREFIX": prefix, "TARGET": f"{kind}:{target.name}"},
                log_group=self.log_group,
                role=role,
            )
        resource = ordered_by_reference(self.function)
        if tracing:
            resource.tracing_config = lambda_.CfnFunction.TracingConfigProperty(mode="Active")


def _allow(actions: Sequence[str], resource: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=list(actions), resources=[resource])


def _keys(bucket: s3.IBucket, target: Target, streams: Sequence[kinesis.IStream]) -> Iterator[iam.PolicyStatement]:
    """Allow the use of customer keys, as far as they are known here."""
    if bucket.encryption_key is not None:
        yield _allow(["kms:Decrypt", "kms:GenerateDataKey"], bucket.encryption_key.key_arn)
    put_with = target.key.key_arn if target.key is not None else target.key_arn
    if put_with is not None:
        yield _allow(["kms:GenerateDataKey"], put_with)
    for stream in streams:
        if stream.encryption_key is not None:
            yield _allow(["kms:Decrypt"], stream.encryption_key.key_arn)


@contextmanager
def _code(transform: str | Path | None) -> Iterator[lambda_.Code]:
    """Copy what the function needs into a folder that lives until the CDK has staged it."""
    with TemporaryDirectory(prefix="function-") as folder:
        copy_package(Path(folder), FILES)
        if transform is not None:
            path = Path(transform)
            if not path.is_file():
                raise ValueError(
                    f"transform: there is no file {str(path)!r}; paths are relative to {str(Path.cwd())!r}"
                )
            PythonEntry(path=path, handler=f"{path.stem}.transform").require_handler()
            shutil.copyfile(path, Path(folder) / TRANSFORM)
        yield lambda_.Code.from_asset(folder)
