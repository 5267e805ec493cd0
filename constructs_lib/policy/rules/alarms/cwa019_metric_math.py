"""The queries of an alarm on metric math."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, is_of_streams
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Late:
    Type: AWS::CloudWatch::Alarm
    Properties:
      EvaluationPeriods: 5
      Threshold: 60
      ComparisonOperator: GreaterThanThreshold
      Metrics:
        - Id: age
          ReturnData: {returned}
          MetricStat:
            Metric:
              Namespace: AWS/Kinesis
              MetricName: GetRecords.IteratorAgeMilliseconds
              Dimensions: [{{Name: StreamName, Value: orders}}]
            Period: 60
            Stat: Maximum
        - {{Id: seconds, Expression: age / 1000, ReturnData: true}}
"""
TEXTS = re.compile(r"""'[^']*'|"[^"]*\"""")
NAME = re.compile(r"(?<![\w.])[a-z]\w*(?!\w|\s*\()")
INSIGHTS, SEARCH = re.compile(r"\s*SELECT\b", re.IGNORECASE), re.compile(r"\bSEARCH\s*\(", re.IGNORECASE)
WORDS = {"and", "or", "not", "true", "false"}


@rule(
    id="CWA019",
    name="metric-math",
    title="an alarm on metric math watches one result, of queries that are there",
    severity=Severity.ERROR,
    resources=(ALARM,),
    why="CloudWatch refuses the alarm: it watches one time series, and an expression uses the ids of its queries",
    fix="set ReturnData: false on all queries but one, and name each query once, as the expressions do",
    source="CloudWatch API Reference: PutMetricAlarm, Metrics; MetricDataQuery (botocore 1.44.5, read 2026-11-21)",
    bad=EXAMPLE.format(returned="true"),
    good=EXAMPLE.format(returned="false"),
)
def metric_math(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm; one on an anomaly band returns its metric beside the band."""
    queries = alarm["Metrics"].items
    if not queries or not is_of_streams(alarm):
        return
    returned = [query for query in queries if query["ReturnData"].flag is not False]
    if alarm["ThresholdMetricId"].absent and len(returned) != 1:
        yield Violation(
            alarm["Metrics"],
            message=f"{len(returned)} of the queries return data",
            given=f"{len(returned)} results",
            allowed="one result",
        )
    ids = [query["Id"].text or "" for query in queries]
    for place, query in enumerate(queries):
        if ids[place] in ids[:place]:
            yield Violation(query["Id"], message=f"the id {ids[place]} is given twice", allowed="an id of its own")
        yield from unknown_names(query["Expression"], set(ids))


def unknown_names(expression: Value, ids: set[str]) -> Iterator[Violation]:
    """What an expression uses and no query has; searches return many series."""
    if expression.absent or expression.undecided or INSIGHTS.match(expression.text or ""):
        return
    text = TEXTS.sub("", expression.text or "")
    if SEARCH.search(text):
        yield Violation(expression, message="an alarm cannot watch a search", allowed="metrics and math on them")
        return
    missing = sorted(set(NAME.findall(text)) - ids - WORDS)
    if missing:
        yield Violation(
            expression,
            message=f"no query has the id {', '.join(missing)}",
            allowed=", ".join(sorted(ids)),
        )
