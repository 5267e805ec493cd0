"""What the constructs cost at synthesis, beside the same pipeline written by hand with the CDK's L2 constructs.

Both define a stream, an enhanced fan-out consumer, a partitioned delivery with a Lambda transform, a failure bucket
with replication, keys, roles and logs; the functions are defined by the same code on both sides. Ours also asks the
policy before each definition, and acknowledges what cdk-nag would find. The L2s leave out what they have no property
for: Firehose's trust for this account alone, retries of partitioning, the order behind the policies.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from importlib.metadata import version
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.timing import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aws_cdk import Stack

PIPELINES = 8
ROUNDS = 5


def ours(stack: Stack, name: str, functions: Any) -> None:
    from aws_cdk import Size
    from constructs import Construct

    from constructs_lib import cdk

    scope = Construct(stack, name)
    stream = cdk.DataStream(scope, "Flights", mode=cdk.Provisioned(shards=4))
    failures = cdk.FailureBucket(scope, "Failures")
    cdk.FanOutConsumer(scope, "DelayWatch", stream=stream, function=functions.watch, on_failure=failures)
    lake = cdk.S3Destination(
        prefix="flights/carrier=!{partitionKeyFromLambda:carrier}/",
        partition_by=cdk.PartitionBy.transform("carrier"),
        buffering=cdk.Buffering(size=Size.mebibytes(64)),
        compression=cdk.Compression.GZIP,
        failures=failures,
    )
    transform = cdk.LambdaTransform(function=functions.clean, output_growth=1.5)
    source = cdk.KinesisSource(stream)
    cdk.DeliveryStream(scope, "ToLake", source=source, transform=transform, destination=lake)


def by_hand(stack: Stack, name: str, functions: Any) -> None:
    from aws_cdk import Duration, RemovalPolicy, Size
    from aws_cdk import aws_kinesis as kinesis
    from aws_cdk import aws_kinesisfirehose as firehose
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_lambda_event_sources as sources
    from aws_cdk import aws_logs as logs
    from aws_cdk import aws_s3 as s3
    from constructs import Construct

    scope = Construct(stack, name)
    stream = kinesis.Stream(
        scope,
        "Flights",
        shard_count=4,
        stream_mode=kinesis.StreamMode.PROVISIONED,
        retention_period=Duration.hours(48),
        encryption=kinesis.StreamEncryption.MANAGED,
        removal_policy=RemovalPolicy.RETAIN,
    )

    def bucket(id: str, **options: Any) -> tuple[s3.Bucket, kms.Key]:
        key = kms.Key(scope, f"{id}Key", enable_key_rotation=True)
        made = s3.Bucket(
            scope,
            id,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            **options,
        )
        return made, key

    clean_up = s3.LifecycleRule(
        abort_incomplete_multipart_upload_after=Duration.days(7),
        expired_object_delete_marker=True,
        noncurrent_version_expiration=Duration.days(30),
    )
    failures, failures_key = bucket("Failures", lifecycle_rules=[clean_up])
    expiry = s3.LifecycleRule(prefix="errors/", expiration=Duration.days(7))
    replication = s3.ReplicationRule(
        destination=failures,
        kms_key=failures_key,
        sse_kms_encrypted_objects=True,
        delete_marker_replication=False,
        filter=s3.Filter(prefix="errors/"),
        priority=0,
    )
    data, data_key = bucket("Data", lifecycle_rules=[clean_up, expiry], replication_rules=[replication])
    consumer = kinesis.StreamConsumer(scope, "DelayWatch", stream=stream, stream_consumer_name=f"{name}-watch")
    functions.watch.add_event_source(
        sources.KinesisConsumerEventSource(
            consumer,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=100,
            bisect_batch_on_error=True,
            max_record_age=Duration.days(1),
            retry_attempts=5,
            report_batch_item_failures=True,
            on_failure=sources.S3OnFailureDestination(failures),
        )
    )
    log = logs.LogGroup(scope, "Log", retention=logs.RetentionDays.ONE_MONTH)
    firehose.DeliveryStream(
        scope,
        "ToLake",
        source=firehose.KinesisStreamSource(stream),
        destination=firehose.S3Bucket(
            data,
            data_output_prefix="flights/carrier=!{partitionKeyFromLambda:carrier}/",
            error_output_prefix="errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
            buffering_size=Size.mebibytes(64),
            buffering_interval=Duration.seconds(300),
            compression=firehose.Compression.GZIP,
            encryption_key=data_key,
            dynamic_partitioning=firehose.DynamicPartitioningProps(enabled=True),
            logging_config=firehose.EnableLogging(log),
            processors=[
                firehose.LambdaFunctionProcessor(functions.clean, buffer_size=Size.mebibytes(1), retries=3),
            ],
        ),
    )


WAYS: dict[str, Callable[[Stack, str, Functions], None]] = {"L2 by hand": by_hand, "our constructs": ours}


class Functions:
    """Functions defined by the same code on both sides, and not counted."""

    def __init__(self, stack: Stack, name: str) -> None:
        from aws_cdk import aws_lambda as lambda_

        self.watch, self.clean = (
            lambda_.Function(
                stack,
                f"{name}{role}",
                runtime=lambda_.Runtime.PYTHON_3_14,
                handler="index.handler",
                code=lambda_.Code.from_inline("def handler(event, context): ..."),
                timeout=_minute(),
            )
            for role in ("Watch", "Clean")
        )


def _minute() -> Any:
    from aws_cdk import Duration

    return Duration.minutes(1)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the calls into the JavaScript process."""
    from jsii._kernel.providers.process import _NodeProcess as Process

    calls = [0]
    send = Process.send

    def counting(self: Any, request: Any, response_type: Any) -> Any:
        calls[0] += 1
        return send(self, request, response_type)

    Process.send = counting  # type: ignore[method-assign]
    try:
        yield calls
    finally:
        Process.send = send  # type: ignore[method-assign]


def measure(define: Callable[[Stack, str, Any], None]) -> tuple[float, float, int, int]:
    """Define and synthesize.

    Returns:
        Seconds to define, seconds to synthesize, calls, resources; the functions are in the second alone.
    """
    from aws_cdk import App, Stack

    app = App()
    stack = Stack(app, "Pipelines")
    functions = [Functions(stack, f"F{n}") for n in range(PIPELINES)]
    with counted() as calls:
        start = time.perf_counter()
        for number, made in enumerate(functions):
            define(stack, f"P{number}", made)
        defined = time.perf_counter()
    assembly = app.synth()
    end = time.perf_counter()
    resources = assembly.get_stack_by_name("Pipelines").template["Resources"]
    return defined - start, end - defined, calls[0], len(resources) - 4 * PIPELINES


def app(way: str) -> None:
    """Be an app of one pipeline, from the imports to the written template: what `cdk synth` waits for."""
    from aws_cdk import App, Stack

    app = App(outdir=os.environ["CDK_OUTDIR"])
    stack = Stack(app, "Pipelines")
    WAYS[way](stack, "Pipeline", Functions(stack, "F"))
    app.synth()


def whole_process(way: str, validation: str) -> float:
    """Run an app of one pipeline in a process of its own; seconds of the processor, Node's included."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "CDK_VALIDATION": validation, "CDK_OUTDIR": folder}
        start = _spent()
        subprocess.run(
            [sys.executable, "-m", "benchmarks.synthesis", way], env=environment, check=True, capture_output=True
        )
        return _spent() - start


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_processes() -> None:
    """Measure and print whole processes."""
    print(f"one pipeline, a whole process with imports, seconds of the processor, medians of {ROUNDS}")
    for validation, meaning in (("false", "without"), ("true", "with")):
        found: dict[str, list[float]] = {way: [] for way in WAYS}
        for _ in range(ROUNDS):
            for way, times in found.items():
                times.append(whole_process(way, validation))
        base = median(found["L2 by hand"])
        for way, times in found.items():
            each = f"{median(times):5.2f} s  {median(times) / base:4.2f} of by hand"
            print(f"  {way:<15} {each}  {meaning} the CDK's own validation")


def run() -> None:
    """Measure and print."""
    run_processes()
    os.environ["CDK_VALIDATION"] = "false"
    for define in WAYS.values():
        measure(define)
    results: dict[str, list[tuple[float, float, int, int]]] = {name: [] for name in WAYS}
    for _ in range(ROUNDS):
        for name, define in WAYS.items():
            results[name].append(measure(define))
    print(f"{PIPELINES} pipelines in one stack, medians of {ROUNDS} apps in one process")
    print(f"  on {machine()}, aws-cdk-lib {version('aws-cdk-lib')}")
    base = median(sum(one[:2]) for one in results["L2 by hand"])
    for name, found in results.items():
        defining, synth = (median(one[part] for one in found) for part in (0, 1))
        _, _, calls, resources = found[0]
        whole = median(sum(one[:2]) for one in found)
        parts = f"define {defining:4.2f}, synthesize {synth:4.2f}"
        each = f"{resources // PIPELINES} resources a pipeline, {calls / resources:4.1f} jsii calls a resource"
        print(f"  {name:<15} {whole:5.2f} s ({parts})  {whole / base:4.2f} of by hand  {each}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        app(sys.argv[1])
    else:
        run()
