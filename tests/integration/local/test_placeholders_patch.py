from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

METRICS = [
    {"Id": "ratio", "Expression": "used / 100", "ReturnData": True},
    {
        "Id": "used",
        "ReturnData": False,
        "MetricStat": {
            "Metric": {"Namespace": "AWS/Kinesis", "MetricName": "IncomingBytes"},
            "Period": 60,
            "Stat": "Sum",
        },
    },
]


def test_an_alarm_on_metric_math_is_stored(lab: Lab) -> None:
    alarm = {
        "AlarmName": "ratio",
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 3,
        "Threshold": 0.8,
        "Metrics": METRICS,
    }
    lab.stack("metric-math", Alarm={"Type": "AWS::CloudWatch::Alarm", "Properties": alarm})
    (stored,) = lab.aws.client("cloudwatch").describe_alarms(AlarmNames=["ratio"])["MetricAlarms"]
    assert stored["Threshold"] == 0.8
    assert [metric["Id"] for metric in stored["Metrics"]] == ["ratio", "used"]


def test_a_bucket_that_empties_itself_does_not_hold_the_stack_up(lab: Lab) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "emptied"}}
    emptying = {
        "Type": "Custom::S3AutoDeleteObjects",
        "Properties": {"ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:none", "BucketName": "emptied"},
    }
    lab.stack("auto-delete", Bucket=bucket, Emptying=emptying)
    assert lab.keys("emptied") == []
