"""Applications of Managed Service for Apache Flink."""

from constructs_lib.cdk.flink.application import FlinkApplication
from constructs_lib.cdk.flink.code import FlinkCode
from constructs_lib.cdk.flink.settings import (
    Checkpoints,
    FlinkRuntime,
    LogLevel,
    MetricsLevel,
    Parallelism,
)

__all__ = ["Checkpoints", "FlinkApplication", "FlinkCode", "FlinkRuntime", "LogLevel", "MetricsLevel", "Parallelism"]
