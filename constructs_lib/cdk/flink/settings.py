"""What the settings of a Flink application may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aws_cdk import Duration

from constructs_lib.cdk.tokens import milliseconds
from constructs_lib.limits import limit

CUSTOM = "CUSTOM"
"""Without it the service takes its own values, whatever a block says; see FLK010."""
DEFAULT_INTERVAL_MILLIS = int(limit("flink-checkpoint-interval-min").default or 0)
DEFAULT_PAUSE_MILLIS = int(limit("flink-checkpoint-pause-min").default or 0)


class FlinkRuntime(StrEnum):
    """The release of Flink that the code was built for."""

    FLINK_1_18 = "FLINK-1_18"
    FLINK_1_19 = "FLINK-1_19"
    FLINK_1_20 = "FLINK-1_20"
    FLINK_2_2 = "FLINK-2_2"
    FLINK_2_3 = "FLINK-2_3"

    @property
    def restarts_metric(self) -> str:
        """The metric that counts restarts; 2.2 has given it another name."""
        return "fullRestarts" if self.has_downtime else "numRestarts"

    @property
    def has_downtime(self) -> bool:
        """Whether the time of an outage is a metric that will stay: 2.2 deprecates it.

        Source: Managed Service for Apache Flink Developer Guide, "Metrics and dimensions", 2026.
        """
        return self.value.startswith("FLINK-1_")


class LogLevel(StrEnum):
    """What the application logs."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"


class MetricsLevel(StrEnum):
    """What sends metrics of its own; CloudWatch charges for each."""

    APPLICATION = "APPLICATION"
    TASK = "TASK"
    OPERATOR = "OPERATOR"
    PARALLELISM = "PARALLELISM"


@dataclass(frozen=True, kw_only=True)
class Checkpoints:
    """How often Flink saves its state.

    Attributes:
        enabled: without checkpoints a restart begins anew.
        interval: between the beginnings of two; one minute unless given, as the service has it.
        pause: after one, before the next; 5 seconds unless given, as the service has it.
    """

    enabled: bool = True
    interval: Duration = field(default_factory=lambda: Duration.millis(DEFAULT_INTERVAL_MILLIS))
    pause: Duration = field(default_factory=lambda: Duration.millis(DEFAULT_PAUSE_MILLIS))

    def properties(self) -> dict[str, Any]:
        """Give `CheckpointConfiguration`, in CloudFormation's casing."""
        return {
            "ConfigurationType": CUSTOM,
            "CheckpointingEnabled": self.enabled,
            "CheckpointInterval": milliseconds(self.interval, "checkpoints.interval"),
            "MinPauseBetweenCheckpoints": milliseconds(self.pause, "checkpoints.pause"),
        }


@dataclass(frozen=True, kw_only=True)
class Parallelism:
    """How many tasks run side by side, and on how many processing units (KPU).

    Attributes:
        tasks: to begin with.
        per_unit: tasks on one unit; more for work that waits for others.
        autoscaling: whether the service changes the number of units with the load.
    """

    tasks: int = 1
    per_unit: int = 1
    autoscaling: bool = True

    def properties(self) -> dict[str, Any]:
        """Give `ParallelismConfiguration`, in CloudFormation's casing."""
        return {
            "ConfigurationType": CUSTOM,
            "Parallelism": self.tasks,
            "ParallelismPerKPU": self.per_unit,
            "AutoScalingEnabled": self.autoscaling,
        }
