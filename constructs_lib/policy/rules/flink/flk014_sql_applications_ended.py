"""Applications for SQL, which AWS has discontinued."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.flink import APPLICATION
from constructs_lib.policy.rule import Violation, rule

SQL_TYPE, SQL_RUNTIME = "AWS::KinesisAnalytics::Application", "SQL-1_0"
EXAMPLE = """
Resources:
  Count:
    Type: AWS::KinesisAnalyticsV2::Application
    Properties:
      RuntimeEnvironment: {runtime}
      ServiceExecutionRole: arn:aws:iam::111122223333:role/count
"""


@rule(
    id="FLK014",
    name="sql-applications-ended",
    title="an application runs on Flink: those for SQL are discontinued",
    severity=Severity.WARNING,
    resources=(APPLICATION, SQL_TYPE),
    why="none can be made since 2025-10-15, and those that were there are deleted since 2026-01-27",
    fix="write it as an AWS::KinesisAnalyticsV2::Application with a FLINK runtime, which has SQL too",
    source="https://docs.aws.amazon.com/kinesisanalytics/latest/dev/API_Reference.html (read 2026-11-21)",
    bad=EXAMPLE.format(runtime="SQL-1_0"),
    good=EXAMPLE.format(runtime="FLINK-1_20"),
)
def sql_applications_ended(application: ResourceView) -> Iterator[Violation]:
    """Check one application."""
    if application.type == SQL_TYPE:
        yield Violation(application.everything, given=SQL_TYPE, allowed=APPLICATION)
    elif application["RuntimeEnvironment"].text == SQL_RUNTIME:
        yield Violation(application["RuntimeEnvironment"], allowed="a runtime of FLINK")
