"""From the Flink applications of a pipeline spec to constructs."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.flink import Checkpoints, FlinkApplication, FlinkCode, FlinkRuntime, LogLevel, Parallelism
from constructs_lib.cdk.flink.settings import MetricsLevel
from constructs_lib.cdk.pipeline.destinations.place import duration, only
from constructs_lib.cdk.pipeline.network import network
from constructs_lib.cdk.pipeline.surroundings import Surroundings
from constructs_lib.spec import Settings
from constructs_lib.spec.units import SHORT


def define_application(scope: Construct, name: str, given: Settings, around: Surroundings) -> FlinkApplication:
    """Define an application of a spec."""
    code, parallelism, checkpoints = given.below("code"), given.below("parallelism"), given.below("checkpoints")
    bucket = s3.Bucket.from_bucket_arn(scope, f"{name}CodeBucket", code.get("bucket"))
    options: dict[str, Any] = only(
        log_level=LogLevel(given.get("logLevel", "INFO")),
        metrics_level=MetricsLevel(given.get("metricsLevel", "APPLICATION")),
        snapshots=given.get("snapshots"),
        rollback=given.get("rollback"),
    )
    application = FlinkApplication(
        scope,
        name,
        runtime=FlinkRuntime(given.get("runtime")),
        code=FlinkCode.from_bucket(bucket, code.get("key"), code.get("version")),
        properties=given.get("properties"),
        parallelism=Parallelism(
            tasks=parallelism.get("tasks", 1),
            per_unit=parallelism.get("perUnit", 1),
            autoscaling=parallelism.get("autoscaling", True),
        ),
        checkpoints=Checkpoints(
            enabled=checkpoints.get("enabled", True),
            **only(interval=duration(checkpoints, "interval", SHORT), pause=duration(checkpoints, "pause", SHORT)),
        ),
        application_name=given.get("applicationName"),
        description=given.get("description"),
        **(network(scope, f"{name}Vpc", given.below("vpc")) if given.has("vpc") else {}),
        **options,
    )
    for at, stream in enumerate(given.get("reads", ())):
        application.grant_read_from(around.stream(scope, f"{name}Reads{at}", stream))
    for at, stream in enumerate(given.get("writes", ())):
        application.grant_write_to(around.stream(scope, f"{name}Writes{at}", stream))
    return application
