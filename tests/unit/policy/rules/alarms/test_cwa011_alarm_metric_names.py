from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.alarms import example

cwa011 = RuleCase("CWA011")


def test_a_name_that_is_nearly_right_is_found() -> None:
    assert cwa011.finds(example(metric="incomingBytes", dimensions="")).allowed == "IncomingBytes"
    cwa011.finds(example(metric="GetRecords.IteratorAgeMillisecond", dimensions=""))


def test_a_name_of_the_other_service_is_found() -> None:
    finding = cwa011.finds(example(namespace="AWS/Firehose", dimensions=""))
    assert "AWS/Kinesis" in (finding.allowed or "")


def test_known_names_and_names_of_their_own_pass() -> None:
    cwa011.passes(example(metric="IncomingBytes", dimensions=""))
    cwa011.passes(example(metric="DeliveryToS3.FailedRecordCount", dimensions=""))
    cwa011.passes(example(metric="SomethingNew", dimensions=""))


def test_a_name_that_is_not_known_is_undecided() -> None:
    cwa011.undecided(example(metric="!ImportValue metric", dimensions=""))


def test_the_metric_after_one_that_is_right_is_checked_too() -> None:
    text = """
Resources:
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Metrics:
        - {Id: a, MetricStat: {Metric: {Namespace: AWS/Kinesis, MetricName: IncomingBytes}}}
        - {Id: b, MetricStat: {Metric: {Namespace: AWS/Kinesis, MetricName: IncomingByte}}}
"""
    assert cwa011.finds(text).given == "IncomingByte"
