"""Settings of Managed Flink that the service does not read."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.flink import APPLICATION, FLINK
from constructs_lib.policy.rule import Violation, rule

CUSTOM = "CUSTOM"
DEFAULTS: dict[str, dict[str, object]] = {
    "CheckpointConfiguration": {
        "CheckpointingEnabled": True,
        "CheckpointInterval": limit("flink-checkpoint-interval-min").default,
        "MinPauseBetweenCheckpoints": limit("flink-checkpoint-pause-min").default,
    },
    "MonitoringConfiguration": {"LogLevel": None, "MetricsLevel": None},
    "ParallelismConfiguration": {
        "Parallelism": limit("flink-parallelism-min").default,
        "ParallelismPerKPU": limit("flink-parallelism-per-kpu-min").default,
        "AutoScalingEnabled": None,
    },
}
"""Block to the settings in it that count with CUSTOM only, and to what the service takes otherwise, where known."""
EXAMPLE = """
Resources:
  Watch:
    Type: AWS::KinesisAnalyticsV2::Application
    Properties:
      RuntimeEnvironment: FLINK-1_20
      ServiceExecutionRole: arn:aws:iam::111122223333:role/flink
      ApplicationConfiguration:
        FlinkApplicationConfiguration:
          ParallelismConfiguration: {{ConfigurationType: {type}, Parallelism: 4}}
"""


@rule(
    id="FLK010",
    name="flink-custom-settings",
    title="settings of a Flink application count because their block is CUSTOM",
    severity=Severity.WARNING,
    resources=(APPLICATION,),
    why="with DEFAULT the service uses its own values, whatever the template says",
    fix="set ConfigurationType of the block to CUSTOM, or leave the settings out",
    source=limit("flink-parallelism-custom").read,
    bad=EXAMPLE.format(type="DEFAULT"),
    good=EXAMPLE.format(type="CUSTOM"),
)
def flink_custom_settings(application: ResourceView) -> Iterator[Violation]:
    """Check one application."""
    for block, settings in DEFAULTS.items():
        configuration = application[f"{FLINK}.{block}"]
        if configuration.absent or configuration["ConfigurationType"].text == CUSTOM:
            continue
        for name, default in settings.items():
            value = configuration[name]
            if value.exists and not is_default(value, default):
                yield Violation(
                    value,
                    message=f"{name} does not count, since its block is not {CUSTOM}",
                    allowed=f"ConfigurationType {CUSTOM}, or no {name}",
                )


def is_default(value: Value, default: object) -> bool:
    """Tell whether a setting says what the service does anyway."""
    if default is None:
        return False
    return value.flag is default if isinstance(default, bool) else value.number == default
