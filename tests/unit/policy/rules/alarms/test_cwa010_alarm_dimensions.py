from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.alarms import example

cwa010 = RuleCase("CWA010")
MATH = """
Resources:
  Late:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Metrics:
        - {Id: share, Expression: bytes / 300}
        - Id: bytes
          MetricStat: {Stat: Sum, Period: 300, Metric: {Namespace: AWS/Firehose, MetricName: IncomingBytes}}
"""


def test_an_alarm_without_its_stream_is_found() -> None:
    assert cwa010.finds(example(dimensions="")).property == "Dimensions"
    cwa010.finds(example(dimensions="Stream: orders"))


def test_every_metric_of_metric_math_counts() -> None:
    assert cwa010.finds(MATH).property == "Metrics.1.MetricStat.Metric.Dimensions"


def test_metrics_of_consumers_and_shards_want_more() -> None:
    late = "SubscribeToShardEvent.MillisBehindLatest"
    assert "ConsumerName" in cwa010.finds(example(metric=late, dimensions="StreamName: orders")).message
    cwa010.passes(example(metric=late, dimensions="StreamName: orders; ConsumerName: reader"))
    cwa010.finds(example(metric="IteratorAgeMilliseconds", dimensions="StreamName: orders"))


def test_metrics_of_the_account_want_none() -> None:
    cwa010.passes(example(metric="ResourceCount", namespace="AWS/Firehose", dimensions=""))


def test_other_namespaces_pass() -> None:
    cwa010.passes(example(metric="Errors", namespace="AWS/Lambda", dimensions=""))


def test_dimensions_that_are_not_known_are_undecided() -> None:
    cwa010.undecided(example(dimensions="").replace("Dimensions: []", "Dimensions: !ImportValue dimensions"))


def test_the_age_of_a_function_has_the_name_of_the_function() -> None:
    cwa010.finds(example(metric="IteratorAge", dimensions="Function: watch", namespace="AWS/Lambda"))
    cwa010.passes(example(metric="IteratorAge", dimensions="FunctionName: watch", namespace="AWS/Lambda"))
