from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from aws_cdk import App, CfnParameter, Duration, Stack
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_all

from constructs_lib.cdk import DataStream, Provisioned, ShardAutoscaling
from constructs_lib.policy import check
from constructs_lib.runtime.shard_scaling_alarms import usage
from constructs_lib.runtime.shard_scaling_handler import Settings
from tests.synth.parts import only, resources

ALARM = "AWS::CloudWatch::Alarm"
FUNCTION = "AWS::Lambda::Function"


def scaled(stack, id="Scaling", *, shards=4, shard_metrics=(), **options):
    stream = DataStream(stack, f"{id}Stream", mode=Provisioned(shards=shards), shard_metrics=shard_metrics)
    return ShardAutoscaling(stack, id, stream=stream, **{"minimum": 2, "maximum": 32, **options})


def alarms(stack):
    return {
        name.removeprefix("Scaling")[:-8]: each["Properties"]
        for name, each in resources(stack).items()
        if each["Type"] == ALARM
    }


def settings(stack):
    text = only(stack, FUNCTION)["Environment"]["Variables"]["SETTINGS"]["Fn::Join"][1]
    return Settings.read("".join(part if isinstance(part, str) else "arn" for part in text))


def allowed(stack):
    roles = [each for each in resources(stack).values() if each["Type"] == "AWS::IAM::Role"]
    (role,) = roles
    return role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]


def test_alarms_compare_the_load_with_the_shards_and_call_the_function(stack):
    scaled(stack)
    found = alarms(stack)
    assert found["High"]["Metrics"][0]["Expression"] == usage(4)
    assert (found["High"]["Threshold"], found["Low"]["Threshold"], found["Throttled"]["Threshold"]) == (80, 30, 0)
    assert found["Low"]["EvaluationPeriods"] * 300 == 3600
    function = next(name for name, each in resources(stack).items() if each["Type"] == FUNCTION)
    for end in ("High", "Low", "Throttled"):
        assert found[end]["AlarmActions"] == [{"Fn::GetAtt": [function, "Arn"]}]


def test_only_these_alarms_may_call_the_function(stack):
    scaled(stack)
    permissions = [
        each["Properties"] for each in resources(stack).values() if each["Type"] == "AWS::Lambda::Permission"
    ]
    callers = sorted(each["SourceArn"]["Fn::GetAtt"][0] for each in permissions)
    assert [name.removeprefix("Scaling")[:-8] for name in callers] == ["High", "Low", "Throttled"]
    assert all(each["SourceAccount"] == {"Ref": "AWS::AccountId"} for each in permissions)


def test_the_function_is_told_what_the_alarms_are_called(stack):
    scaled(stack, minimum=3, maximum=9, rest=Duration.hours(2), cooldown=Duration.minutes(10))
    told, found = settings(stack), alarms(stack)
    assert (told.bounds.minimum, told.bounds.maximum, told.bounds.rest, told.bounds.cooldown) == (3, 9, 7200, 600)
    assert (told.high, told.low) == (found["High"]["AlarmName"], found["Low"]["AlarmName"])
    assert told.shard_metrics is False


def test_shard_metrics_of_the_stream_are_used(stack):
    scaled(stack, shard_metrics=[kinesis.ShardLevelMetrics.ALL])
    assert settings(stack).shard_metrics is True


def test_the_role_may_change_this_stream_and_these_alarms_alone(stack):
    scaled(stack)
    statements = allowed(stack)
    anywhere = [each["Action"] for each in statements if each["Resource"] == "*"]
    assert anywhere == ["cloudwatch:GetMetricData"]
    assert not [each for each in statements if "*" in str(each["Action"])]
    stream = next(each for each in statements if "kinesis:UpdateShardCount" in each["Action"])
    assert stream["Resource"] == {"Fn::GetAtt": ["ScalingStream73A851A9", "Arn"]}
    written = next(each for each in statements if "cloudwatch:PutMetricAlarm" in each["Action"])
    assert len(written["Resource"]) == 3


def test_the_packed_function_stands_on_its_own(app, stack):
    scaled(stack)
    assembly = app.synth()
    asset = only_asset(assembly.directory)
    program = "import constructs_lib.runtime.shard_scaling_function as it; print(it.__file__, callable(it.handler))"
    environment = {"PYTHONPATH": str(asset), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment, cwd=asset
    )
    file, found = done.stdout.split()
    assert file.startswith(str(asset))
    assert found == "True"
    names = {path.name for path in asset.rglob("*.json")}
    assert names == {"kinesis.json", "lambda.json"}


def only_asset(directory):
    from pathlib import Path

    (asset,) = [path for path in Path(directory).iterdir() if path.name.startswith("asset.") and path.is_dir()]
    return asset


def test_the_asset_is_the_same_wherever_it_is_packed():
    keys = set()
    for _ in range(2):
        stack = Stack(App(), "Pipeline")
        scaled(stack)
        keys.add(only(stack, FUNCTION)["Code"]["S3Key"])
    assert len(keys) == 1


def test_what_needs_a_person_is_told(stack):
    topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:eu-west-1:111122223333:duty")
    built = scaled(stack, targets=[topic], log_retention=logs.RetentionDays.ONE_WEEK)
    found = alarms(stack)
    assert set(built.alarms) == {"Blocked", "HotShard", "Failed"}
    for end in built.alarms:
        assert found[end]["AlarmActions"] == ["arn:aws:sns:eu-west-1:111122223333:duty"]
    assert only(stack, "AWS::Logs::LogGroup")["RetentionInDays"] == 7


def test_a_call_that_fails_three_times_rests_in_the_queue(stack):
    built = scaled(stack)
    queue = stack.get_logical_id(built.failures.node.default_child)
    assert only(stack, FUNCTION)["DeadLetterConfig"] == {"TargetArn": {"Fn::GetAtt": [queue, "Arn"]}}


def test_two_streams_are_scaled_side_by_side(stack):
    scaled(stack)
    scaled(stack, "Other")
    names = [each["Properties"].get("AlarmName") for each in resources(stack).values() if each["Type"] == ALARM]
    assert len({name for name in names if name}) == 6


def test_an_on_demand_stream_is_refused(stack):
    with pytest.raises(ValueError, match="the stream is on-demand"):
        ShardAutoscaling(stack, "Scaling", stream=DataStream(stack, "Stream"), minimum=1, maximum=2)


def test_shards_outside_the_bounds_are_refused(stack):
    with pytest.raises(ValueError, match="no number from 2 to 32"):
        scaled(stack, shards=64)


def test_shards_that_are_a_parameter_are_refused(stack):
    count = CfnParameter(stack, "Count", type="Number").value_as_number
    with pytest.raises(ValueError, match="no number from 2 to 32"):
        scaled(stack, shards=count)


def test_bounds_that_contradict_each_other_are_refused(stack):
    with pytest.raises(ValueError, match="0 < low < target < high <= 1 must hold"):
        scaled(stack, target=0.9)


def test_a_time_that_is_a_parameter_is_refused(stack):
    pause = Duration.seconds(CfnParameter(stack, "Pause", type="Number").value_as_number)
    with pytest.raises(ValueError, match="cooldown holds a token"):
        scaled(stack, cooldown=pause)


def test_no_logical_id_has_changed(stack):
    scaled(stack)
    assert {name: each["Type"] for name, each in resources(stack).items()} == {
        "ScalingBlocked3DD57AE2": "AWS::CloudWatch::Alarm",
        "ScalingChangerFailures1BF07B8C": "AWS::SQS::Queue",
        "ScalingChangerFailuresPolicyC9544447": "AWS::SQS::QueuePolicy",
        "ScalingChangerFunction00B26CF8": "AWS::Lambda::Function",
        "ScalingChangerLog3B46A9FB": "AWS::Logs::LogGroup",
        "ScalingChangerRole6070C393": "AWS::IAM::Role",
        "ScalingFailedF7A8AFA2": "AWS::CloudWatch::Alarm",
        "ScalingHigh6B823158": "AWS::CloudWatch::Alarm",
        "ScalingHighCalls3A2C5B6A": "AWS::Lambda::Permission",
        "ScalingHotShardE8A71A6A": "AWS::CloudWatch::Alarm",
        "ScalingLow68F33014": "AWS::CloudWatch::Alarm",
        "ScalingLowCallsC4DF56D1": "AWS::Lambda::Permission",
        "ScalingStream73A851A9": "AWS::Kinesis::Stream",
        "ScalingThrottled62B5BEE6": "AWS::CloudWatch::Alarm",
        "ScalingThrottledCalls932D23E8": "AWS::Lambda::Permission",
    }


def test_other_packs_find_nothing(app, stack):
    scaled(stack)
    template = {"Resources": resources(stack)}
    linted = [each for each in lint_all(json.dumps(template)) if each.rule.severity != "informational"]
    assert [str(each) for each in linted] == []
    found = [each for each in check(template).findings if each.severity != "info"]
    assert found == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []
