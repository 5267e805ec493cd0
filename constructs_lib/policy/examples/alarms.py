"""The template that examples of alarms share."""

from __future__ import annotations


def example(
    *,
    metric: str = "GetRecords.IteratorAgeMilliseconds",
    dimensions: str,
    namespace: str = "AWS/Kinesis",
    more: str = "",
) -> str:
    """Write a stream and an alarm of one metric.

    Args:
        metric: its name.
        dimensions: in flow style, `Name: Value` pairs.
        namespace: of the metric.
        more: properties of the stream, in flow style.
    """
    listed = ", ".join(f"{{Name: {name}, Value: {value}}}" for name, value in pairs(dimensions))
    return f"""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1{more and ", "}{more}}}
  Late:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: {namespace}
      MetricName: {metric}
      Dimensions: [{listed}]
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 5
      Threshold: 60000
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
"""


def pairs(dimensions: str) -> list[tuple[str, str]]:
    """Split `Name: Value; Name: Value`."""
    return [(name, value) for each in dimensions.split("; ") if each for name, _, value in [each.partition(": ")]]
