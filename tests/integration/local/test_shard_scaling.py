"""The function that scales shards against the local AWS: its stream, its alarms, metrics that a test has put there.

The local AWS keeps no metric math, so that alarms follow the shard count is tested with the function alone.
"""

from __future__ import annotations

import time

import pytest

from constructs_lib.runtime.shard_scaling import Action, Bounds
from constructs_lib.runtime.shard_scaling_alarms import usage
from constructs_lib.runtime.shard_scaling_handler import CHANGES_TAG, Settings, look

MIB_A_MINUTE = 60 * 1024 * 1024
BOUNDS = Bounds(minimum=2, maximum=64, high=0.8, target=0.6, low=0.3, cooldown=300, rest=3600)


class Context:
    function_name = "scaling"


@pytest.fixture
def stream(aws):
    kinesis = aws.client("kinesis")
    kinesis.create_stream(StreamName="scaled", ShardCount=4)
    kinesis.get_waiter("stream_exists").wait(StreamName="scaled", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    yield kinesis.describe_stream_summary(StreamName="scaled")["StreamDescriptionSummary"]["StreamARN"]
    kinesis.delete_stream(StreamName="scaled")


@pytest.fixture
def alarms(aws):
    cloudwatch = aws.client("cloudwatch")
    names = ["scaled-high", "scaled-low"]
    for name in names:
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            EvaluationPeriods=5,
            Threshold=80,
            ComparisonOperator="GreaterThanThreshold",
            Metrics=[{"Id": "usage", "Expression": usage(4), "ReturnData": True}],
        )
    yield names
    cloudwatch.delete_alarms(AlarmNames=names)


def put_load(aws, bytes_a_minute):
    aws.client("cloudwatch").put_metric_data(
        Namespace="AWS/Kinesis",
        MetricData=[
            {
                "MetricName": "IncomingBytes",
                "Dimensions": [{"Name": "StreamName", "Value": "scaled"}],
                "Value": bytes_a_minute,
                "Timestamp": time.time() - 60,
            }
        ],
    )


def test_a_full_stream_gets_shards_and_the_change_is_remembered(aws, stream, alarms):
    put_load(aws, 3.6 * MIB_A_MINUTE)
    kinesis, cloudwatch = aws.client("kinesis"), aws.client("cloudwatch")
    settings = Settings(stream=stream, bounds=BOUNDS, high=alarms[0], low=alarms[1], shard_metrics=True)
    event = {"alarmData": {"alarmName": alarms[0]}}

    decision = look(event, Context(), kinesis=kinesis, cloudwatch=cloudwatch, settings=settings, time=time.time())

    assert (decision.action, decision.target) == (Action.SCALE, 6)
    assert kinesis.describe_stream_summary(StreamARN=stream)["StreamDescriptionSummary"]["OpenShardCount"] == 6
    found = cloudwatch.describe_alarms(AlarmNames=alarms)["MetricAlarms"]
    assert next(each["StateValue"] for each in found if each["AlarmName"] == alarms[0]) == "INSUFFICIENT_DATA"
    tags = {each["Key"] for each in kinesis.list_tags_for_stream(StreamARN=stream)["Tags"]}
    assert CHANGES_TAG in tags

    again = look(event, Context(), kinesis=kinesis, cloudwatch=cloudwatch, settings=settings, time=time.time())
    assert again.action is not Action.SCALE
