"""Processing units of an application against the quota."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.flink import APPLICATION, PARALLELISM, processing_units
from constructs_lib.policy.rule import Violation, rule

MOST = limit("flink-kpu-quota")
EXAMPLE = """
Resources:
  Watch:
    Type: AWS::KinesisAnalyticsV2::Application
    Properties:
      RuntimeEnvironment: FLINK-1_20
      ServiceExecutionRole: arn:aws:iam::111122223333:role/flink
      ApplicationConfiguration:
        FlinkApplicationConfiguration:
          ParallelismConfiguration: {{ConfigurationType: CUSTOM, Parallelism: 130, ParallelismPerKPU: {each}}}
"""


@rule(
    id="FLK011",
    name="flink-processing-units",
    title=f"a Flink application takes at most {MOST.high} processing units, unless the quota was raised",
    severity=Severity.WARNING,
    resources=(APPLICATION,),
    why="the service refuses to run the application with more units than its quota allows",
    fix="lower Parallelism, raise ParallelismPerKPU, or ask for a higher quota",
    source=MOST.read,
    bad=EXAMPLE.format(each=2),
    good=EXAMPLE.format(each=4),
)
def flink_processing_units(application: ResourceView) -> Iterator[Violation]:
    """Check one application."""
    units = processing_units(application) if application[PARALLELISM].exists else None
    granted = application.view.limit(MOST.id).high
    if units is not None and units > granted:
        yield Violation(
            application[f"{PARALLELISM}.Parallelism"],
            message=f"the parallelism takes {units} processing units",
            given=f"{units} units",
            allowed=f"at most {granted} units: Parallelism divided by ParallelismPerKPU",
        )
