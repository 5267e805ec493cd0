"""The mode of an application and its runtime."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.flink import APPLICATION
from constructs_lib.policy.rule import Violation, rule

NOTEBOOK = "ZEPPELIN-"
INTERACTIVE, STREAMING = "INTERACTIVE", "STREAMING"
EXAMPLE = """
Resources:
  Watch:
    Type: AWS::KinesisAnalyticsV2::Application
    Properties:
      RuntimeEnvironment: {runtime}
      ApplicationMode: INTERACTIVE
      ServiceExecutionRole: arn:aws:iam::111122223333:role/flink
"""


@rule(
    id="FLK013",
    name="flink-mode-fits-runtime",
    title="a notebook is interactive, and an application streams",
    severity=Severity.WARNING,
    resources=(APPLICATION,),
    why="the mode says what is made: a notebook, which needs Zeppelin, or an application, which needs Flink alone",
    fix="set ApplicationMode to INTERACTIVE with a ZEPPELIN runtime, to STREAMING with a FLINK one, or leave it out",
    source="botocore 1.44.5 kinesisanalyticsv2 CreateApplication documentation, ApplicationMode, 2026-11-17",
    bad=EXAMPLE.format(runtime="FLINK-1_20"),
    good=EXAMPLE.format(runtime="ZEPPELIN-FLINK-3_0"),
)
def flink_mode_fits_runtime(application: ResourceView) -> Iterator[Violation]:
    """Check one application."""
    mode, runtime = application["ApplicationMode"], application["RuntimeEnvironment"]
    if mode.absent or runtime.absent or mode.text not in {INTERACTIVE, STREAMING}:
        return
    wanted = INTERACTIVE if (runtime.text or "").startswith(NOTEBOOK) else STREAMING
    if mode.text != wanted:
        yield Violation(mode, message=f"an application on {runtime.text} is {mode.text}", allowed=wanted)
