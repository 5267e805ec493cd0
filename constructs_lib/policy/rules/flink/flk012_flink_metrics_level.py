"""Metrics of every parallel task."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.flink import APPLICATION, FLINK, PARALLELISM
from constructs_lib.policy.rule import Violation, rule

MOST = limit("flink-metrics-parallelism-cost")
EXAMPLE = """
Resources:
  Watch:
    Type: AWS::KinesisAnalyticsV2::Application
    Properties:
      RuntimeEnvironment: FLINK-1_20
      ServiceExecutionRole: arn:aws:iam::111122223333:role/flink
      ApplicationConfiguration:
        FlinkApplicationConfiguration:
          MonitoringConfiguration: {{ConfigurationType: CUSTOM, MetricsLevel: {level}}}
          ParallelismConfiguration: {{ConfigurationType: CUSTOM, Parallelism: 100, ParallelismPerKPU: 4}}
"""


@rule(
    id="FLK012",
    name="flink-metrics-level",
    title=f"a Flink application of more than {MOST.high} parallel tasks does not send metrics of each",
    severity=Severity.WARNING,
    resources=(APPLICATION,),
    why="every task sends its own metrics, and CloudWatch charges for each of them",
    fix="set MetricsLevel to APPLICATION, OPERATOR or TASK",
    source=MOST.read,
    bad=EXAMPLE.format(level="PARALLELISM"),
    good=EXAMPLE.format(level="OPERATOR"),
)
def flink_metrics_level(application: ResourceView) -> Iterator[Violation]:
    """Check one application."""
    level = application[f"{FLINK}.MonitoringConfiguration.MetricsLevel"]
    if level.absent or level.text != "PARALLELISM":
        return
    tasks = application[f"{PARALLELISM}.Parallelism"].number
    if tasks is not None and tasks > MOST.high:
        yield Violation(
            level,
            message=f"metrics are sent for each of {tasks} parallel tasks",
            given=f"PARALLELISM with {tasks} tasks",
            allowed="APPLICATION, OPERATOR or TASK",
        )
